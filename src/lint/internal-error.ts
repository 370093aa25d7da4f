/** The pseudo-rule under which a rule that threw is reported. It cannot be switched off or suppressed. */
export const INTERNAL_ERROR = 'internal-error';
