package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import java.util.function.Consumer;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.InitProducerIdResponse;

/** InitProducerId under a transactional id: the id's producer id, with a new epoch. */
final class Claim extends CoordinatorOperation {
  /**
   * How long the coordinator leaves a transaction open. Only a fence opens one, and ends it at
   * once; longer than a request may take, else the coordinator's own abort would fence the lane
   * itself.
   */
  static final int TRANSACTION_TIMEOUT_MS = 60_000;

  /** Who holds the id: -1 and -1 for whoever does. */
  record Present(long producerId, short epoch) {}

  static final Present ANY = new Present(RecordBatch.NO_PRODUCER_ID, RecordBatch.NO_PRODUCER_EPOCH);

  private final Present present;
  private final Consumer<LaneEvent> reply;

  Claim(ClusterClient client, String transactionalId, Present present, Consumer<LaneEvent> reply) {
    super(client, transactionalId);
    this.present = present;
    this.reply = reply;
  }

  @Override
  AbstractRequest.Builder<?> coordinatorRequest() {
    return new InitProducerIdRequest.Builder(
        new InitProducerIdRequestData()
            .setTransactionalId(transactionalId())
            .setProducerId(present.producerId())
            .setProducerEpoch(present.epoch())
            .setTransactionTimeoutMs(TRANSACTION_TIMEOUT_MS));
  }

  @Override
  void coordinatorAnswered(AbstractResponse response) {
    InitProducerIdResponse answer = (InitProducerIdResponse) response;
    if (answer.error() != Errors.NONE) {
      refused(answer.error());
      return;
    }
    succeed();
    reply.accept(new LaneEvent.Claimed(answer.data().producerId(), answer.data().producerEpoch()));
  }

  @Override
  void failed(Failure failure) {
    reply.accept(new LaneEvent.OperationFailed("claim", failure));
  }
}
