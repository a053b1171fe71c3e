package io.crosstide.mirrormaker;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names of Kafka's client properties (4.3), so that a mistyped one is not taken for one. A test
 * compares them with the client's own.
 */
final class ClientNames {
  /** Of these families every name counts: callbacks and providers have names of their own. */
  private static final List<String> FAMILIES = List.of("ssl.", "sasl.");

  private static final Set<String> NAMES =
      new TreeSet<>(
          List.of(
              """
              acks allow.auto.create.topics auto.commit.interval.ms auto.include.jmx.reporter
              auto.offset.reset batch.size bootstrap.controllers bootstrap.servers buffer.memory
              check.crcs client.dns.lookup client.id client.rack compression.gzip.level
              compression.lz4.level compression.type compression.zstd.level config.providers
              connections.max.idle.ms default.api.timeout.ms delivery.timeout.ms
              enable.auto.commit enable.idempotence enable.metrics.push exclude.internal.topics
              fetch.max.bytes fetch.max.wait.ms fetch.min.bytes group.id group.instance.id
              group.protocol group.remote.assignor heartbeat.interval.ms interceptor.classes
              internal.throw.on.fetch.stable.offset.unsupported isolation.level
              key.deserializer key.serializer linger.ms max.block.ms
              max.in.flight.requests.per.connection max.partition.fetch.bytes
              max.poll.interval.ms max.poll.records max.request.size metadata.max.age.ms
              metadata.max.idle.ms metadata.recovery.rebootstrap.trigger.ms
              metadata.recovery.strategy metric.reporters metrics.num.samples
              metrics.recording.level metrics.sample.window.ms
              partition.assignment.strategy partitioner.adaptive.partitioning.enable
              partitioner.availability.timeout.ms partitioner.class partitioner.ignore.keys
              receive.buffer.bytes reconnect.backoff.max.ms reconnect.backoff.ms
              request.timeout.ms retries retry.backoff.max.ms retry.backoff.ms
              security.protocol security.providers send.buffer.bytes session.timeout.ms
              share.acknowledgement.mode share.acquire.mode
              socket.connection.setup.timeout.max.ms
              socket.connection.setup.timeout.ms transaction.timeout.ms
              transaction.two.phase.commit.enable transactional.id value.deserializer
              value.serializer
              """
                  .strip()
                  .split("\\s+")));

  private ClientNames() {}

  static boolean known(String name) {
    return NAMES.contains(name) || FAMILIES.stream().anyMatch(name::startsWith);
  }

  /** All that can be meant. */
  static List<String> all() {
    return new ArrayList<>(NAMES);
  }
}
