package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import java.util.function.Consumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.InitProducerIdRequest;
import org.apache.kafka.common.requests.InitProducerIdResponse;

/** InitProducerId without a transactional id: a producer id nobody had before, from any broker. */
final class UnfencedClaim extends Operation {
  private final Consumer<LaneEvent> reply;

  UnfencedClaim(ClusterClient client, Consumer<LaneEvent> reply) {
    super(client);
    this.reply = reply;
  }

  @Override
  Node node() {
    return client().any();
  }

  @Override
  Failure missingNode() {
    return Failures.network("no broker is known yet");
  }

  @Override
  AbstractRequest.Builder<?> request() {
    return new InitProducerIdRequest.Builder(
        new InitProducerIdRequestData()
            .setTransactionalId(null)
            .setTransactionTimeoutMs(Integer.MAX_VALUE));
  }

  @Override
  void answered(AbstractResponse response) {
    InitProducerIdResponse answer = (InitProducerIdResponse) response;
    if (answer.error() != Errors.NONE) {
      retryOrFail(Failures.of(answer.error(), "producer id: " + answer.error().message()));
      return;
    }
    succeed();
    reply.accept(new LaneEvent.Claimed(answer.data().producerId(), answer.data().producerEpoch()));
  }

  @Override
  void failed(Failure failure) {
    reply.accept(new LaneEvent.OperationFailed("claimUnfenced", failure));
  }
}
