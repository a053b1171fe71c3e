package io.crosstide.status;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Which revision of the topology runs, and how it stands with newer ones.
 *
 * @param location where the topology is, as written on the command line
 * @param revision the one that runs: a commit, or a digest of the file; empty when nobody follows
 *     it
 * @param since when it was taken up
 * @param refused a newer one that is not taken up
 * @param unreadable why the location can't be read at present; empty when it can
 * @param lookedAt when the location was last read; the epoch before the first time
 * @param changes what it was planned to change when it was taken up, in words
 */
public record TopologyStatus(
    String location,
    String revision,
    Instant since,
    Refused refused,
    String unreadable,
    Instant lookedAt,
    List<String> changes) {
  public TopologyStatus {
    Objects.requireNonNull(location, "location");
    Objects.requireNonNull(revision, "revision");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(refused, "refused");
    Objects.requireNonNull(unreadable, "unreadable");
    Objects.requireNonNull(lookedAt, "lookedAt");
    changes = List.copyOf(changes);
  }

  /**
   * A revision that is not taken up.
   *
   * @param revision empty when there is none
   * @param reason in words for an operator
   * @param since when it was first seen
   */
  public record Refused(String revision, String reason, Instant since) {
    public static final Refused NONE = new Refused("", "", Instant.EPOCH);

    /** Whether there is one. */
    public boolean any() {
      return !revision.isEmpty();
    }
  }

  /** Of a topology that nobody follows. */
  public static TopologyStatus fixed(String location) {
    return running(location, "", Instant.EPOCH);
  }

  /** This revision runs, and nothing is known of the location. */
  public static TopologyStatus running(String location, String revision, Instant since) {
    return new TopologyStatus(
        location, revision, since, Refused.NONE, "", Instant.EPOCH, List.of());
  }

  /** The location has another revision, which runs from now on. */
  public TopologyStatus taken(String next, List<String> planned, Instant at) {
    return new TopologyStatus(location, next, at, Refused.NONE, "", at, planned);
  }

  /** The location has what runs already. */
  public TopologyStatus confirmed(Instant at) {
    return new TopologyStatus(location, revision, since, Refused.NONE, "", at, changes);
  }

  /** The location has another revision, which is not taken up. */
  public TopologyStatus refused(String other, String reason, Instant at) {
    Instant first = refused.revision().equals(other) ? refused.since() : at;
    return new TopologyStatus(
        location, revision, since, new Refused(other, reason, first), "", at, changes);
  }

  /** The location can't be read; what it had before still counts. */
  public TopologyStatus unreadable(String reason) {
    return new TopologyStatus(location, revision, since, refused, reason, lookedAt, changes);
  }
}
