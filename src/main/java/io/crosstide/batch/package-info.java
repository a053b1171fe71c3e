/**
 * Record batches as they lie on the wire: reading a header, patching it, renewing its checksum,
 * deciding what must not cross. Pure: bytes in, bytes out; no I/O, no clock, no Kafka classes. The
 * format is Kafka's v2 record batch (https://kafka.apache.org/documentation/#recordbatch).
 */
package io.crosstide.batch;
