package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import java.util.stream.Collectors;
import org.apache.kafka.common.message.ProduceResponseData.BatchIndexAndErrorMessage;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.protocol.Errors;

/** What a broker's answer to one batch means for the lane. */
final class ProduceAnswers {
  /** How many complaints about single records are passed on. */
  private static final int MAX_RECORD_ERRORS = 3;

  private static final long UNKNOWN_OFFSET = -1;

  private ProduceAnswers() {}

  static LaneEvent of(PendingBatch pending, String where, PartitionProduceResponse answer) {
    int sequence = pending.batch().baseSequence();
    Errors error = Errors.forCode(answer.errorCode());
    return switch (error) {
      case NONE -> new LaneEvent.Acknowledged(sequence, answer.baseOffset());
      // Appended before, so long ago that the broker no longer knows where.
      case DUPLICATE_SEQUENCE_NUMBER -> new LaneEvent.Acknowledged(sequence, UNKNOWN_OFFSET);
      default ->
          new LaneEvent.ProduceFailed(
              sequence, Failures.of(error, detail(pending, where, error, answer)));
    };
  }

  static LaneEvent failed(PendingBatch pending, Failure failure) {
    return new LaneEvent.ProduceFailed(pending.batch().baseSequence(), failure);
  }

  private static String detail(
      PendingBatch pending, String where, Errors error, PartitionProduceResponse answer) {
    String said = answer.errorMessage() == null ? error.message() : answer.errorMessage();
    String records =
        answer.recordErrors().stream()
            .limit(MAX_RECORD_ERRORS)
            .map(ProduceAnswers::complaint)
            .collect(Collectors.joining(", "));
    return where
        + ", batch of "
        + pending.batch().recordCount()
        + " records and "
        + pending.bytes()
        + " bytes: "
        + said
        + (records.isEmpty() ? "" : " (" + records + ")");
  }

  private static String complaint(BatchIndexAndErrorMessage record) {
    String message = record.batchIndexErrorMessage();
    return "record " + record.batchIndex() + (message == null ? "" : ": " + message);
  }
}
