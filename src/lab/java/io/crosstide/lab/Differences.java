package io.crosstide.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * What comparing two logs found.
 *
 * @param matched records that arrived as they were, moved ones included
 * @param bytes of their keys, values and headers
 * @param missing at the source, not at the target
 * @param doubled at the target once more than at the source
 * @param reordered at the target, in another place
 * @param altered at the target, with another key, value, headers or timestamp
 * @param unexpected at the target, never at the source
 * @param examples the first few differences in words
 */
public record Differences(
    long matched,
    long bytes,
    long missing,
    long doubled,
    long reordered,
    long altered,
    long unexpected,
    List<String> examples) {
  static final int MAX_EXAMPLES = 10;
  public static final Differences NONE = new Differences(0, 0, 0, 0, 0, 0, 0, List.of());

  public Differences {
    examples = examples.stream().limit(MAX_EXAMPLES).toList();
  }

  /** Whether both logs are the same to a reader. */
  public boolean none() {
    return missing + doubled + reordered + altered + unexpected == 0;
  }

  public Differences plus(Differences other) {
    List<String> both = new ArrayList<>(examples);
    both.addAll(other.examples);
    return new Differences(
        matched + other.matched,
        bytes + other.bytes,
        missing + other.missing,
        doubled + other.doubled,
        reordered + other.reordered,
        altered + other.altered,
        unexpected + other.unexpected,
        both);
  }

  /** Without the matched records: for a second reading of the same log. */
  Differences differencesOnly() {
    return new Differences(0, 0, missing, doubled, reordered, altered, unexpected, examples);
  }

  /** {@code missing 0 doubled 0 reordered 0 altered 0 unexpected 0}. */
  public String figures() {
    return "missing %d doubled %d reordered %d altered %d unexpected %d"
        .formatted(missing, doubled, reordered, altered, unexpected);
  }

  /** Counts while a comparison runs. */
  static final class Builder {
    private final List<String> examples = new ArrayList<>();
    private long matched;
    private long bytes;
    private long missing;
    private long doubled;
    private long reordered;
    private long altered;
    private long unexpected;

    void matched(long recordBytes) {
      matched++;
      bytes += recordBytes;
    }

    void missing(String words) {
      missing++;
      example(words);
    }

    void doubled(String words) {
      doubled++;
      example(words);
    }

    void reordered(String words) {
      reordered++;
      example(words);
    }

    void altered(String words) {
      altered++;
      example(words);
    }

    void unexpected(String words) {
      unexpected++;
      example(words);
    }

    private void example(String words) {
      if (examples.size() < MAX_EXAMPLES) {
        examples.add(words);
      }
    }

    Differences build() {
      return new Differences(
          matched, bytes, missing, doubled, reordered, altered, unexpected, examples);
    }
  }
}
