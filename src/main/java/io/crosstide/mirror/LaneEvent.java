package io.crosstide.mirror;

import io.crosstide.batch.BatchSummary;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a lane can be told. Replies carry the term under which they were asked for, see {@link
 * Delivery}.
 */
public sealed interface LaneEvent {

  /**
   * Reply to {@link LaneCommand.Claim}: the target's coordinator gave the lane this producer id and
   * a new epoch.
   */
  record Claimed(long producerId, short epoch) implements LaneEvent {}

  /** Reply to {@link LaneCommand.Register}: the producer id is durable in the target's registry. */
  record Registered() implements LaneEvent {}

  /**
   * Reply to {@link LaneCommand.FindFormerIds}.
   *
   * @param producerIds under which the lane has ever been registered at the target
   */
  record FormerIds(Set<Long> producerIds) implements LaneEvent {
    public FormerIds {
      producerIds = Set.copyOf(producerIds);
    }
  }

  /**
   * Reply to {@link LaneCommand.Fence}: the partition's leader refuses every older epoch from now
   * on.
   */
  record Fenced() implements LaneEvent {}

  /** Reply to {@link LaneCommand.FindStart}: where a lane without a ledger begins. */
  record StartFound(long sourceOffset) implements LaneEvent {}

  /**
   * Reply to {@link LaneCommand.ReadLedger}.
   *
   * @param ahead whether the stored ledger was ahead of the lane's, and so has replaced it
   */
  record LedgerRead(boolean ahead) implements LaneEvent {}

  /** Reply to {@link LaneCommand.StoreLedger}: position and producer id are durable. */
  record LedgerStored() implements LaneEvent {}

  /**
   * Reply to {@link LaneCommand.ReadTail}.
   *
   * @param batches headers in offset order, control batches among them
   * @param nextOffset the offset after the last batch of this page
   * @param logStartOffset first offset the target partition still has
   * @param logEndOffset the high watermark when the page was read; the tail is read when {@code
   *     nextOffset} reaches it
   */
  record TailRead(
      List<BatchSummary> batches, long nextOffset, long logStartOffset, long logEndOffset)
      implements LaneEvent {
    public TailRead {
      batches = List.copyOf(batches);
    }
  }

  /**
   * Reply to {@link LaneCommand.ReadRecord}.
   *
   * @param fingerprint what {@link io.crosstide.batch.Rebuilder#fingerprint} says of it; empty when
   *     the target no longer has it
   */
  record RecordRead(OptionalLong fingerprint) implements LaneEvent {}

  /** Reply to {@link LaneCommand.Park}: the record is durable in the quarantine topic. */
  record Parked() implements LaneEvent {}

  /** Records fetched from the source. The lane owns the chunk and must close its lease. */
  record Fetched(FetchedChunk chunk) implements LaneEvent {}

  /** The registry of the source was read to its end for this producer id; ask the guard again. */
  record Judged(long producerId) implements LaneEvent {}

  /**
   * The target has the batch that began with this sequence, at this target offset (-1: appended,
   * offset unknown).
   */
  record Acknowledged(int baseSequence, long targetOffset) implements LaneEvent {}

  /** The target did not take the batch that began with this sequence, or its outcome is unknown. */
  record ProduceFailed(int baseSequence, Failure failure) implements LaneEvent {}

  /** Any other command did not succeed. */
  record OperationFailed(String operation, Failure failure) implements LaneEvent {}

  /**
   * A fetch failed in a way that retrying inside the source port does not heal.
   *
   * @param fetchOffset what was asked for; all before it has been delivered
   */
  record FetchFailed(Failure failure, long fetchOffset, long logStartOffset, long logEndOffset)
      implements LaneEvent {}

  /**
   * The source's log is not the one that was fetched so far.
   *
   * @param leaderEpoch the newest leader epoch that both logs have; -1 when the topic is another
   *     one (KIP-516)
   * @param endOffset where that epoch ends in the present log (KIP-595); -1 with another topic
   */
  record SourceReset(Failure failure, int leaderEpoch, long endOffset) implements LaneEvent {}

  /**
   * How far the source goes, for a lane that fetches nothing at present.
   *
   * @param readableEnd end of what the flow may read
   * @param atMs when the source was asked, milliseconds since the epoch
   */
  record SourceEnd(long readableEnd, long atMs) implements LaneEvent {}

  /** The time asked for by {@code wakeAt} has come. */
  record Woken() implements LaneEvent {}

  /** The target topic's limits, or the flow's settings for it, have changed. */
  record SettingsChanged(LaneSettings settings) implements LaneEvent {}

  /** The lane is this instance's, again if it was not. */
  record Assigned() implements LaneEvent {}

  /** The lane is to be another instance's, and this one is still a member of the group. */
  record Revoked() implements LaneEvent {}

  /** The group has given this instance up: end at once, another may have the lane already. */
  record Lost() implements LaneEvent {}

  /** Stop copying, drop what is not sent, wait for what is. */
  record Close() implements LaneEvent {}
}
