/**
 * Something that is being put together, property by property. What is made by the thousand is made so: each spread of
 * a condition (`...(x === undefined ? {} : { x })`) takes longer than the rest of the object.
 */
export type Writable<T> = { -readonly [K in keyof T]: T[K] };
