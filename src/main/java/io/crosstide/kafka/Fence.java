package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.AddPartitionsToTxnRequest;
import org.apache.kafka.common.requests.AddPartitionsToTxnResponse;
import org.apache.kafka.common.requests.EndTxnRequest;
import org.apache.kafka.common.requests.EndTxnResponse;

/**
 * Puts an abort marker into a partition. EndTxn is answered when the abort is decided, before the
 * marker is written, so the same EndTxn is asked again: CONCURRENT_TRANSACTIONS as long as markers
 * are missing, and no error once all are in their logs, on all in-sync replicas (state
 * CompleteAbort). In the older protocol (version 4 and below) that has no side effect; version 5
 * would raise the epoch (KIP-890), and the lane would no longer know its own.
 */
final class Fence extends CoordinatorOperation {
  private static final boolean EPOCH_RAISING_PROTOCOL = false;

  private final TopicPartition partition;
  private final long producerId;
  private final short epoch;
  private final Consumer<LaneEvent> reply;
  private Step step = Step.ADD;

  private enum Step {
    ADD,
    ABORT,
    CONFIRM
  }

  /** What the marker says and where. */
  record Marker(TopicPartition partition, long producerId, short epoch) {}

  Fence(ClusterClient client, String transactionalId, Marker marker, Consumer<LaneEvent> reply) {
    super(client, transactionalId);
    this.partition = marker.partition();
    this.producerId = marker.producerId();
    this.epoch = marker.epoch();
    this.reply = reply;
  }

  @Override
  AbstractRequest.Builder<?> coordinatorRequest() {
    return switch (step) {
      case ADD ->
          AddPartitionsToTxnRequest.Builder.forClient(
              transactionalId(), producerId, epoch, List.of(partition));
      case ABORT, CONFIRM ->
          new EndTxnRequest.Builder(
              new EndTxnRequestData()
                  .setTransactionalId(transactionalId())
                  .setProducerId(producerId)
                  .setProducerEpoch(epoch)
                  .setCommitted(false),
              EPOCH_RAISING_PROTOCOL);
    };
  }

  @Override
  void coordinatorAnswered(AbstractResponse response) {
    Errors error =
        response instanceof EndTxnResponse ended
            ? ended.error()
            : added((AddPartitionsToTxnResponse) response);
    if (error != Errors.NONE) {
      refused(error);
      return;
    }
    switch (step) {
      case ADD -> {
        step = Step.ABORT;
        next();
      }
      case ABORT -> {
        step = Step.CONFIRM;
        next();
      }
      case CONFIRM -> {
        succeed();
        reply.accept(new LaneEvent.Fenced());
      }
    }
  }

  private Errors added(AddPartitionsToTxnResponse response) {
    Map<TopicPartition, Errors> errors =
        response.errors().get(AddPartitionsToTxnResponse.V3_AND_BELOW_TXN_ID);
    return errors.getOrDefault(partition, Errors.UNKNOWN_SERVER_ERROR);
  }

  @Override
  void failed(Failure failure) {
    reply.accept(new LaneEvent.OperationFailed("fence", failure));
  }
}
