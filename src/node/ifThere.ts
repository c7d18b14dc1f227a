/**
 * What a look at a file or folder gives, which need not be there: none was made yet, or another process has removed it.
 *
 * @throws whatever else went wrong
 */
export async function ifThere<Found, Otherwise>(
  look: Promise<Found>,
  otherwise: Otherwise,
): Promise<Found | Otherwise> {
  try {
    return await look;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise;
    throw error;
  }
}
