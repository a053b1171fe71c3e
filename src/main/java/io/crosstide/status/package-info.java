/**
 * The snapshot of what runs, and its faces: health, metrics, REST, the page; and the keys of log
 * lines. Knows nothing of how flows run: it reads a {@link io.crosstide.status.StatusSource}.
 * Depends on no other package of the program.
 */
package io.crosstide.status;
