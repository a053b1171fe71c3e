package io.crosstide.git;

/** Makes the source for a location. */
public final class TopologySources {
  private TopologySources() {}

  /** A source that has not looked yet; each look is bounded. */
  public static TopologySource of(TopologyLocation location, GitOptions options) {
    return switch (location) {
      case TopologyLocation.Local local ->
          new BoundedLook(new LocalTopology(local.path()), options.timeout());
      case TopologyLocation.Git git ->
          new BoundedLook(new GitTopology(git, options), options.timeout());
    };
  }
}
