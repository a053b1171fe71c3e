/** The snapshot of what runs, and its faces: health, metrics, REST. */
package io.crosstide.status;
