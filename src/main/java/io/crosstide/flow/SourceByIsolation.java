package io.crosstide.flow;

import io.crosstide.kafka.KafkaSource;
import io.crosstide.kafka.SourceSettings;
import io.crosstide.mirror.EventSink;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.SourcePort;
import io.crosstide.mirror.SourcePosition;
import io.crosstide.topology.Flow;
import io.crosstide.topology.Isolation;
import io.crosstide.topology.StartPosition;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The source of a flow whose topics may be read under different isolation. A fetch request has one
 * isolation level, so each level in use gets a connection of its own; nearly every flow uses one.
 */
final class SourceByIsolation implements SourcePort {
  private final Flow flow;
  private final Map<String, String> properties;
  private final EventSink sink;
  private volatile long bufferBytes;
  private final AtomicReference<KafkaSource> committed = new AtomicReference<>();
  private final AtomicReference<KafkaSource> uncommitted = new AtomicReference<>();

  /**
   * @param bufferBytes of fetched records, for each level in use
   */
  SourceByIsolation(Flow flow, Map<String, String> properties, long bufferBytes, EventSink sink) {
    this.flow = flow;
    this.bufferBytes = bufferBytes;
    this.properties = properties;
    this.sink = sink;
  }

  /** Changes the buffer, bytes. */
  void bufferBytes(long bytes) {
    bufferBytes = bytes;
    limit(committed.get(), bytes);
    limit(uncommitted.get(), bytes);
  }

  private static void limit(KafkaSource source, long bytes) {
    if (source != null) {
      source.bufferBytes(bytes);
    }
  }

  @Override
  public void findStart(LaneId lane, long term, StartPosition position) {
    of(lane).findStart(lane, term, position);
  }

  @Override
  public void assign(LaneId lane, long term, SourcePosition from) {
    of(lane).assign(lane, term, from);
  }

  @Override
  public void unassign(LaneId lane) {
    of(lane).unassign(lane);
  }

  @Override
  public Failure trouble(LaneId lane) {
    return of(lane).trouble(lane);
  }

  @Override
  public long bufferedBytes() {
    return bytes(committed.get()) + bytes(uncommitted.get());
  }

  /** Of those that were made; true before any was. */
  @Override
  public boolean alive() {
    return alive(committed.get()) && alive(uncommitted.get());
  }

  private static boolean alive(KafkaSource source) {
    return source == null || source.alive();
  }

  private static long bytes(KafkaSource source) {
    return source == null ? 0 : source.bufferedBytes();
  }

  @Override
  public void close() {
    close(committed.get());
    close(uncommitted.get());
  }

  private static void close(KafkaSource source) {
    if (source != null) {
      source.close();
    }
  }

  private KafkaSource of(LaneId lane) {
    // Not what the flow plans for it: topics may come later, and isolation never changes here.
    boolean dirty = flow.isolation(lane.sourceTopic()) == Isolation.READ_UNCOMMITTED;
    AtomicReference<KafkaSource> source = dirty ? uncommitted : committed;
    KafkaSource present = source.get();
    if (present == null) {
      // Made by the loop's thread alone, when its first lane needs it.
      present =
          new KafkaSource(flow.name(), properties, new SourceSettings(!dirty, bufferBytes), sink);
      source.set(present);
      // The share may have changed just now.
      present.bufferBytes(bufferBytes);
    }
    return present;
  }
}
