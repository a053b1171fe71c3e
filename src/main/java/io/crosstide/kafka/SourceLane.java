package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.SourcePosition;
import java.util.Optional;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.ExponentialBackoff;

/**
 * How far one assigned lane has been fetched and what stands in its way. Made new for every
 * assignment, so that an answer to an older one finds nobody. Source thread only, but for what is
 * volatile or atomic.
 */
final class SourceLane {
  /** What one fetch asks of one partition at most: on a long line the bound of a single lane. */
  static final int MAX_PARTITION_BYTES = 4 << 20;

  /** The least room worth a fetch. */
  static final int MIN_PARTITION_BYTES = 64 << 10;

  /** How far a fetch grows for a batch that came cut off. */
  static final int MAX_GROWN_BYTES = ResponseBound.batchBytes();

  private static final long FIRST_BACKOFF_MS = 50;
  private static final long MAX_BACKOFF_MS = 5_000;
  private static final double JITTER = 0.2;
  private static final ExponentialBackoff BACKOFF =
      new ExponentialBackoff(FIRST_BACKOFF_MS, 2, MAX_BACKOFF_MS, JITTER);

  /** How long a replica that the leader named is preferred (KIP-392). */
  private static final long PREFERENCE_MS = 300_000;

  private static final int NO_REPLICA = -1;
  private static final int NONE = -1;
  private static final long NEVER = -1;

  final LaneId id;
  final long term;
  final TopicPartition partition;

  /** What this lane has in leases that are not closed. */
  final LaneAccount account = new LaneAccount();

  private final Uuid topicId;
  private long offset;
  private int fetchedEpoch;
  private volatile Failure trouble;
  private long blockedUntilMs;
  private int failures;
  private int grownBytes;
  private boolean suspended;
  private boolean ended;

  private Node route;
  private int routeVersion = -1;

  /** Of the metadata in which another topic had this one's name. */
  private int otherVersion = NONE;

  private Optional<Integer> leaderEpoch = Optional.empty();
  private int preferred = NO_REPLICA;
  private long preferredUntilMs;

  private BrokerFetch.Origin fetch;
  private long shownHighWatermark = NEVER;
  private long shownStableOffset = NEVER;
  private long shownLogStart = NEVER;

  SourceLane(LaneId id, long term, SourcePosition from) {
    this.id = id;
    this.term = term;
    this.offset = from.offset();
    this.topicId = from.topicId().isEmpty() ? Uuid.ZERO_UUID : Uuid.fromString(from.topicId());
    this.fetchedEpoch = from.leaderEpoch();
    this.partition = new TopicPartition(id.sourceTopic(), id.partition());
  }

  /** The offset to fetch next. */
  long offset() {
    return offset;
  }

  /** Whether a topic with this id may be the lane's; either may be unknown. */
  boolean mayBe(Uuid other) {
    return topicId.equals(other) || topicId.equals(Uuid.ZERO_UUID) || other.equals(Uuid.ZERO_UUID);
  }

  /**
   * Whether another topic has the name still, in metadata that is newer than when it was seen
   * first.
   */
  boolean isOther(int metadataVersion) {
    if (otherVersion == NONE) {
      otherVersion = metadataVersion;
    }
    return metadataVersion != otherVersion;
  }

  /** The id that the topic must have; zero for whichever has the name. */
  Uuid topicId() {
    return topicId;
  }

  /**
   * Under which leader the record before {@link #offset} was written: with it the broker checks
   * that its log still has that record (KIP-595).
   */
  Optional<Integer> fetchedEpoch() {
    return fetchedEpoch < 0 ? Optional.empty() : Optional.of(fetchedEpoch);
  }

  void advance(long next, int leaderEpoch) {
    offset = next;
    fetchedEpoch = leaderEpoch;
    grownBytes = 0;
  }

  /** A batch came cut off: ask for more next time. */
  void grow() {
    int last = Math.max(grownBytes, MAX_PARTITION_BYTES);
    grownBytes = Math.min(MAX_GROWN_BYTES, last * 2);
  }

  /**
   * What to ask of the partition, 0 when the lane is full. In powers of two, so that a session's
   * partition is not altered, and sent again, for every few bytes.
   */
  int fetchBytes(long room) {
    if (room < MIN_PARTITION_BYTES) {
      return 0;
    }
    if (grownBytes > 0) {
      return grownBytes;
    }
    return (int) Math.min(MAX_PARTITION_BYTES, Long.highestOneBit(room));
  }

  Failure trouble() {
    return trouble;
  }

  void trouble(Failure failure) {
    trouble = failure;
  }

  /** Not fetched until {@link #resume}, while something is being found out about it. */
  void suspend() {
    suspended = true;
  }

  void resume() {
    suspended = false;
  }

  boolean suspended() {
    return suspended;
  }

  /** Nothing is fetched any more: the lane was told that it failed. */
  void end() {
    ended = true;
  }

  boolean ended() {
    return ended;
  }

  void backOff(Failure failure, long nowMs) {
    trouble = failure;
    blockedUntilMs = nowMs + BACKOFF.backoff(failures);
    failures++;
    routeVersion = -1;
  }

  /** Milliseconds until the lane may be fetched again, 0 when it may now. */
  long backoffMs(long nowMs) {
    return Math.max(0, blockedUntilMs - nowMs);
  }

  void healthy() {
    trouble = null;
    failures = 0;
  }

  /** The connection to fetch on, or null when it has to be found out: {@link #routed}. */
  Node route(int metadataVersion, long nowMs) {
    boolean lapsed = preferred != NO_REPLICA && nowMs >= preferredUntilMs;
    return routeVersion == metadataVersion && !lapsed ? route : null;
  }

  void routed(Node connection, Optional<Integer> epoch, int metadataVersion) {
    route = connection;
    leaderEpoch = epoch;
    routeVersion = metadataVersion;
  }

  Optional<Integer> leaderEpoch() {
    return leaderEpoch;
  }

  /** The replica to fetch from instead of the leader; negative for none. */
  int preferred(long nowMs) {
    if (nowMs >= preferredUntilMs) {
      preferred = NO_REPLICA;
    }
    return preferred;
  }

  void prefer(int nodeId, long nowMs) {
    preferred = nodeId;
    preferredUntilMs = nowMs + PREFERENCE_MS;
    routeVersion = -1;
  }

  void preferLeader() {
    preferred = NO_REPLICA;
    routeVersion = -1;
  }

  /** Which fetch the lane is part of. */
  boolean partOf(BrokerFetch.Origin origin) {
    return fetch == origin;
  }

  void join(BrokerFetch.Origin origin) {
    fetch = origin;
  }

  /** Whether the bounds differ from those that were delivered last; remembers them. */
  boolean showsNew(long highWatermark, long stableOffset, long logStart) {
    boolean changed =
        highWatermark != shownHighWatermark
            || stableOffset != shownStableOffset
            || logStart != shownLogStart;
    shownHighWatermark = highWatermark;
    shownStableOffset = stableOffset;
    shownLogStart = logStart;
    return changed;
  }
}
