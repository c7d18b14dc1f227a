/** The one ambient name the core needs: the rest of AbortSignal belongs to the host. */
interface AbortSignal {
  readonly aborted: boolean;
}
