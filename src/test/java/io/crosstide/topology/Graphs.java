package io.crosstide.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;

/** Flows for tests, without a file. */
final class Graphs {
  /** What a flow does with names. */
  record Edge(
      String source,
      String target,
      Naming naming,
      List<String> include,
      List<String> exclude,
      boolean forward) {
    static Edge identity(String source, String target, boolean forward) {
      Naming naming = new Naming(Naming.Kind.IDENTITY, ".", Map.of());
      return new Edge(source, target, naming, List.of("/.*/"), List.of(), forward);
    }

    static Edge prefix(String source, String target, boolean forward) {
      Naming naming = new Naming(Naming.Kind.PREFIX, ".", Map.of());
      return new Edge(source, target, naming, List.of("/.*/"), List.of(), forward);
    }

    Edge including(String... topics) {
      return new Edge(source, target, naming, List.of(topics), exclude, forward);
    }

    Edge renaming(String from, String to) {
      Naming renaming = new Naming(naming.kind(), naming.separator(), Map.of(from, to));
      return new Edge(source, target, renaming, include, exclude, forward);
    }
  }

  private Graphs() {}

  static List<Flow> flows(List<Edge> edges) {
    Lineage lineage =
        new Lineage(
            edges.stream()
                .filter(edge -> edge.naming().kind() == Naming.Kind.PREFIX)
                .map(
                    edge ->
                        new Lineage.PrefixFlow(
                            edge.source(), edge.target(), edge.naming().prefix(edge.source())))
                .toList());
    return edges.stream().map(edge -> flow(edge, lineage)).toList();
  }

  static List<Flow> flows(Edge... edges) {
    return flows(List.of(edges));
  }

  private static Flow flow(Edge edge, Lineage lineage) {
    FlowPolicy policy =
        new FlowPolicy(
            new Selection(matchers(edge.include()), matchers(edge.exclude())),
            edge.naming(),
            TopicSettings.NONE,
            List.of(),
            new Limits(OptionalLong.empty(), Limits.DEFAULT_BUFFER_BYTES),
            edge.forward(),
            true,
            Guarantee.STRONGEST,
            Duration.ofSeconds(5),
            SyncPolicy.PRESET,
            ClientSettings.NONE,
            ClientSettings.NONE);
    return new Flow(cluster(edge.source()), cluster(edge.target()), policy, lineage);
  }

  private static Cluster cluster(String alias) {
    return new Cluster(alias, alias + ":9092", ClientSettings.NONE);
  }

  private static List<TopicMatcher> matchers(List<String> texts) {
    return texts.stream().map(TopicMatcher::parse).toList();
  }

  /** A small graph of every kind of naming, selection and forwarding. */
  static List<Flow> random(Random random) {
    List<String> clusters = List.of("x", "y", "z", "x_y").subList(0, 3 + random.nextInt(2));
    List<Edge> edges = new ArrayList<>();
    for (String source : clusters) {
      for (String target : clusters) {
        if (!source.equals(target) && random.nextInt(10) < 6) {
          edges.add(randomEdge(source, target, random));
        }
      }
    }
    return flows(edges);
  }

  private static Edge randomEdge(String source, String target, Random random) {
    List<String> includes =
        List.of(
            "/.*/",
            "/.*/",
            "a",
            "b",
            "/a.*/",
            "/.*b/",
            "/x[._].*/",
            "/(x|y)\\..*/",
            "y.a",
            "/.{1,3}/");
    Map<String, String> renames = new LinkedHashMap<>();
    if (random.nextInt(3) == 0) {
      renames.put(pick(List.of("a", "b", "x.a"), random), pick(List.of("a", "b", "y.a"), random));
    }
    List<String> exclude =
        random.nextInt(3) == 0
            ? List.of(pick(List.of("a", "/x.*/", "/.*\\.b/"), random))
            : List.of();
    return new Edge(
        source,
        target,
        new Naming(
            random.nextBoolean() ? Naming.Kind.PREFIX : Naming.Kind.IDENTITY,
            random.nextInt(4) == 0 ? "_" : ".",
            renames),
        Stream.of(pick(includes, random), pick(includes, random)).distinct().toList(),
        exclude,
        random.nextInt(10) < 7);
  }

  static <T> T pick(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Names to try: some words, and prefixes of up to two hops in front of them. */
  static List<String> universe() {
    List<String> words = List.of("a", "b", "ab", "heartbeats", "__consumer_offsets");
    List<String> prefixes = List.of("x.", "y.", "z.", "x_y.", "x_", "y_");
    List<String> names = new ArrayList<>(words);
    for (String first : prefixes) {
      for (String word : words) {
        names.add(first + word);
        prefixes.forEach(second -> names.add(second + first + word));
      }
    }
    return names;
  }
}
