/** An exception that Laravel or PHP throws while a blueprint is made or compiled: nothing of it is sent. */
export class FrameworkError extends Error {}
