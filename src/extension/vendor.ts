/** Under which Turnout offers its pair to the editor, as package.json says. */
export const ownVendor = 'turnout';
