/** Tables whose shape is not the project's to choose: frameworks and their packages make them so. */
const NAMES =
  /^(?:cache|cache_locks|sessions|jobs|job_batches|failed_jobs|migrations|notifications|password_resets?|password_reset_tokens|personal_access_tokens|telescope_\w+|pulse_\w+|oauth_\w+|websockets_statistics_entries|media|activity_log|permissions|roles|model_has_\w+|role_has_permissions|taggables|settings)$/;

export function isFrameworkTable(table: string): boolean {
  return NAMES.test(table);
}

/** What the framework's own first migrations make together. */
export function isSkeletonTable(table: string): boolean {
  return /^(?:cache|cache_locks|sessions|jobs|job_batches|failed_jobs|password_resets|password_reset_tokens)$/.test(
    table,
  );
}
