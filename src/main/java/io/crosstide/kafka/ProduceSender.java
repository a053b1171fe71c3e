package io.crosstide.kafka;

import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.EventSink;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ProduceResponse;

/**
 * Sends queued batches, many partitions in one request and one batch of each, as many requests as
 * the connection takes. When a batch fails, what its lane has queued behind it fails unsent, else
 * the broker would only see a gap in the sequence.
 */
final class ProduceSender {
  /** What one request carries, unless its first batch alone is larger. */
  static final int MAX_REQUEST_BYTES = 4 << 20;

  /** How long a batch waits for a leader, or for a connection to it, before its lane is told. */
  static final long UNREACHABLE_MS = 1_000;

  /** How often to look whether a leader or a connection has come back. */
  private static final long RECHECK_MS = 50;

  private final ClusterClient client;
  private final EventSink sink;
  private final Map<TopicPartition, ProduceQueue> queues = new HashMap<>();
  private List<ProduceQueue> active = new ArrayList<>();

  /** The id that each topic must have: what bears its name later is another log. */
  private final Map<String, Uuid> expected = new HashMap<>();

  ProduceSender(ClusterClient client, EventSink sink) {
    this.client = client;
    this.sink = sink;
  }

  /**
   * Lanes look at the topic that bears this name now, and may write to it. What waits for the one
   * before is not for this one.
   */
  void expectPresent(String topic) {
    if (recreated(topic)) {
      for (ProduceQueue queue : List.copyOf(queues.values())) {
        while (queue.partition.topic().equals(topic) && queue.hasQueued()) {
          expire(queue, recreation(topic));
        }
      }
    }
    expected.put(topic, client.topicId(topic));
  }

  private static Failure recreation(String topic) {
    String detail = "topic " + topic + " was deleted and created again";
    return new Failure(Failure.Kind.LOST_SEQUENCE, "TARGET_RECREATED", detail);
  }

  private boolean recreated(String topic) {
    Uuid present = client.topicId(topic);
    Uuid first = expected.getOrDefault(topic, Uuid.ZERO_UUID);
    if (first.equals(Uuid.ZERO_UUID)) {
      expected.put(topic, present);
      return false;
    }
    return !present.equals(Uuid.ZERO_UUID) && !present.equals(first);
  }

  void add(TopicPartition partition, PendingBatch batch) {
    ProduceQueue queue = queues.computeIfAbsent(partition, ProduceQueue::new);
    if (!queue.hasQueued()) {
      active.add(queue);
    }
    queue.add(batch);
  }

  /** Sends at most one request to every broker; false when there was nothing that could be sent. */
  boolean send() {
    Map<Integer, ProduceDraft> drafts = new HashMap<>();
    Map<Integer, Boolean> ready = new HashMap<>();
    List<ProduceQueue> passedOver = new ArrayList<>();
    List<ProduceQueue> served = new ArrayList<>();
    for (ProduceQueue queue : active) {
      if (draft(queue, drafts, ready)) {
        served.add(queue);
      } else {
        passedOver.add(queue);
      }
    }
    // Whoever had no room in this request comes first in the next.
    passedOver.addAll(served);
    passedOver.removeIf(queue -> !queue.hasQueued());
    active = passedOver;
    drafts.values().forEach(this::send);
    return !drafts.isEmpty();
  }

  private boolean draft(
      ProduceQueue queue, Map<Integer, ProduceDraft> drafts, Map<Integer, Boolean> ready) {
    Optional<Node> leader = client.leader(queue.partition).leader;
    if (leader.isEmpty()) {
      queue.obstacle(client.missingLeader(queue.partition));
      return false;
    }
    Node node = leader.get();
    if (recreated(queue.partition.topic())) {
      queue.obstacle(recreation(queue.partition.topic()));
      return false;
    }
    if (!ready.computeIfAbsent(node.id(), id -> client.ready(node))) {
      queue.obstacle(client.notReady(node));
      return false;
    }
    queue.obstacle(null);
    ProduceDraft draft = drafts.get(node.id());
    if (!queue.maySendTo(node.id())
        || (draft != null && draft.bytes() + queue.head().bytes() > MAX_REQUEST_BYTES)) {
      return false;
    }
    drafts
        .computeIfAbsent(node.id(), id -> new ProduceDraft(client, node))
        .add(queue, queue.send(node.id()));
    return true;
  }

  private void send(ProduceDraft draft) {
    try {
      client.send(draft.node(), draft.request(), response -> completed(draft, response));
    } catch (InvalidRecordException e) {
      // The client looks at the headers itself before it sends anything.
      Failure failure =
          new Failure(
              Failure.Kind.REFUSED, Errors.INVALID_RECORD.name(), "not sent: " + e.getMessage());
      draft
          .parts()
          .forEach(
              part ->
                  settle(part.queue(), part.batch(), ProduceAnswers.failed(part.batch(), failure)));
    }
  }

  private void completed(ProduceDraft draft, ClientResponse response) {
    if (response.hasResponse()) {
      var answer = ((ProduceResponse) response.responseBody()).data();
      answer.responses().forEach(topic -> answered(draft, topic));
    }
    Failure unanswered =
        response.hasResponse()
            ? Failures.network("broker " + response.destination() + " left the batch unanswered")
            : Failures.unanswered(response);
    for (ProduceDraft.Part part : draft.parts()) {
      // Most were answered above; settling a second time does nothing.
      settle(part.queue(), part.batch(), ProduceAnswers.failed(part.batch(), unanswered));
    }
  }

  private void answered(ProduceDraft draft, ProduceResponseData.TopicProduceResponse topic) {
    topic
        .partitionResponses()
        .forEach(
            answer -> {
              ProduceDraft.Part part = draft.part(topic, answer.index());
              if (part != null) {
                Errors error = Errors.forCode(answer.errorCode());
                if (error != Errors.NONE && Failures.kindOf(error) == Failure.Kind.TRANSIENT) {
                  client.refreshMetadata();
                }
                settle(
                    part.queue(),
                    part.batch(),
                    ProduceAnswers.of(part.batch(), part.queue().partition.toString(), answer));
              }
            });
  }

  private void settle(ProduceQueue queue, PendingBatch batch, LaneEvent event) {
    if (!queue.settle(batch)) {
      return;
    }
    deliver(batch, event);
    if (event instanceof LaneEvent.ProduceFailed failed) {
      failBehind(queue, batch, failed.failure());
    }
    if (queue.idle()) {
      forget(queue);
    }
  }

  private void failBehind(ProduceQueue queue, PendingBatch first, Failure failure) {
    Failure notSent =
        Failures.transientFailure("NOT_SENT", "an earlier batch of this lane failed: " + failure);
    for (PendingBatch behind : queue.dropQueued(first.term())) {
      deliver(behind, ProduceAnswers.failed(behind, notSent));
    }
    if (!queue.hasQueued()) {
      active.remove(queue);
    }
  }

  private void forget(ProduceQueue queue) {
    queues.remove(queue.partition, queue);
  }

  /**
   * Answers batches that can't be sent.
   *
   * @return milliseconds until the next one has waited long enough
   */
  long expire(long now) {
    long wait = Long.MAX_VALUE;
    for (ProduceQueue queue : List.copyOf(active)) {
      Failure obstacle = queue.obstacle();
      long allowedMs = obstacle == null ? client.requestTimeoutMs() : UNREACHABLE_MS;
      long leftMs = queue.head().queuedAtMs() + allowedMs - now;
      if (leftMs > 0) {
        wait = Math.min(wait, obstacle == null ? leftMs : Math.min(leftMs, RECHECK_MS));
      } else {
        expire(queue, obstacle == null ? neverSent() : obstacle);
      }
    }
    return wait;
  }

  private static Failure neverSent() {
    return Failures.transientFailure(
        Errors.REQUEST_TIMED_OUT.name(), "the broker took no more requests in time");
  }

  private void expire(ProduceQueue queue, Failure failure) {
    PendingBatch head = queue.head();
    for (PendingBatch batch : queue.dropQueued(head.term())) {
      deliver(batch, ProduceAnswers.failed(batch, failure));
    }
    if (!queue.hasQueued()) {
      active.remove(queue);
    }
    if (queue.idle()) {
      forget(queue);
    }
  }

  void failAll(Failure failure) {
    for (ProduceQueue queue : List.copyOf(queues.values())) {
      queue.drain().forEach(batch -> deliver(batch, ProduceAnswers.failed(batch, failure)));
    }
    queues.clear();
    active.clear();
  }

  private void deliver(PendingBatch batch, LaneEvent event) {
    batch.release();
    sink.deliver(new Delivery(batch.lane(), batch.term(), event));
  }
}
