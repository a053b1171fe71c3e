package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import java.util.List;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.FindCoordinatorRequest;
import org.apache.kafka.common.requests.FindCoordinatorResponse;

/**
 * An operation that only the transaction coordinator of one transactional id can carry out. Finding
 * it comes first, which on a fresh cluster also creates the coordinator's topic.
 */
abstract class CoordinatorOperation extends Operation {
  private final String transactionalId;
  private Node coordinator;

  CoordinatorOperation(ClusterClient client, String transactionalId) {
    super(client);
    this.transactionalId = transactionalId;
  }

  abstract AbstractRequest.Builder<?> coordinatorRequest();

  abstract void coordinatorAnswered(AbstractResponse response);

  final String transactionalId() {
    return transactionalId;
  }

  @Override
  final Node node() {
    return coordinator == null ? client().any() : coordinator;
  }

  @Override
  final Failure missingNode() {
    return Failures.network("no broker is known yet to ask for the transaction coordinator");
  }

  @Override
  final AbstractRequest.Builder<?> request() {
    return coordinator == null
        ? new FindCoordinatorRequest.Builder(
            new FindCoordinatorRequestData()
                .setKeyType(FindCoordinatorRequest.CoordinatorType.TRANSACTION.id())
                .setKey(transactionalId))
        : coordinatorRequest();
  }

  @Override
  final void answered(AbstractResponse response) {
    if (response instanceof FindCoordinatorResponse found) {
      found(found.coordinators());
    } else {
      coordinatorAnswered(response);
    }
  }

  private void found(List<Coordinator> coordinators) {
    Coordinator answer = coordinators.getFirst();
    Errors error = Errors.forCode(answer.errorCode());
    if (error == Errors.NONE) {
      coordinator = ClusterClient.aside(new Node(answer.nodeId(), answer.host(), answer.port()));
      next();
    } else {
      String said = answer.errorMessage() == null ? error.message() : answer.errorMessage();
      retryOrFail(Failures.of(error, "coordinator of " + transactionalId + ": " + said));
    }
  }

  @Override
  void lost() {
    super.lost();
    coordinator = null;
  }

  /** Tries again what passes, looks for the coordinator anew when it has moved, or fails. */
  final void refused(Errors error) {
    if (error == Errors.NOT_COORDINATOR || error == Errors.COORDINATOR_NOT_AVAILABLE) {
      coordinator = null;
    }
    retryOrFail(Failures.of(error, transactionalId + ": " + error.message()));
  }
}
