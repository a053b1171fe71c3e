package io.crosstide.kafka;

/** Takes the records of an opened batch, one after the other. */
@FunctionalInterface
interface RecordSink {
  void accept(RecordView view);
}
