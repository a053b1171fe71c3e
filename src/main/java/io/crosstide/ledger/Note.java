package io.crosstide.ledger;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a lane's two logs alone don't tell: a loss, and where the lane goes on behind it. Stored
 * before the lane goes on, so that whoever recovers it decides the same. Notes of kind BEGAN,
 * SOURCE_RESET and TARGET_LOSS open a chapter: source or target offsets begin anew there, and runs
 * of different chapters are never compared.
 *
 * @param chapter 0 for a lane's first
 * @param loss what happened
 * @param next the source offset to go on from
 * @param targetEnd nothing behind the note lies before this target offset
 * @param logs which logs the chapter is about; empty in notes that open none
 * @param leaderEpoch the source's from {@code loss.from()} on, in notes of kind EPOCH; else -1
 * @param owner who made it; empty in those of an older program
 */
public record Note(
    int chapter,
    Loss loss,
    long next,
    long targetEnd,
    LogIds logs,
    int leaderEpoch,
    Optional<Owner> owner) {
  private static final Pattern ID =
      Pattern.compile("[0-9]{1,9}\\.(began|(gap|refused|epoch)\\.[0-9]+)");

  /** Of no leader epoch. */
  public Note(int chapter, Loss loss, long next, long targetEnd, LogIds logs) {
    this(chapter, loss, next, targetEnd, logs, -1, Optional.empty());
  }

  /** A leader epoch of the source and where it began. */
  static Note epoch(int chapter, int leaderEpoch, long from) {
    Loss nothing = new Loss(Loss.Kind.EPOCH, from, from, -1, "");
    return new Note(chapter, nothing, -1, -1, LogIds.UNKNOWN, leaderEpoch, Optional.empty());
  }

  public Note {
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(logs, "logs");
    if (chapter < 0) {
      throw new IllegalArgumentException("chapter " + chapter);
    }
  }

  /** The same, made by this owner. */
  Note by(Optional<Owner> maker) {
    return new Note(chapter, loss, next, targetEnd, logs, leaderEpoch, maker);
  }

  /** Whether source or target offsets begin anew here. */
  public boolean opens() {
    return switch (loss.kind()) {
      case BEGAN, SOURCE_RESET, TARGET_LOSS -> true;
      case GAP, QUARANTINED, EPOCH -> false;
    };
  }

  /** Whether the lane stands before the loss still: it is stopped there. */
  public boolean open() {
    return loss.kind() == Loss.Kind.GAP && next < loss.to();
  }

  /** Its name among the lane's notes: who notes the same twice replaces it. */
  public String id() {
    return switch (loss.kind()) {
      case BEGAN, SOURCE_RESET, TARGET_LOSS -> opening(chapter);
      case GAP -> chapter + ".gap." + loss.from();
      case QUARANTINED -> chapter + ".refused." + loss.from();
      case EPOCH -> chapter + ".epoch." + leaderEpoch;
    };
  }

  /** The name of the note that opens a chapter. */
  static String opening(int chapter) {
    return chapter + ".began";
  }

  /** Whether this names a note. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** As text, a line for each word, so that any consumer can read it. */
  public byte[] encoded() {
    String text =
        "kind=%s\nfrom=%d\nto=%d\nat=%d\nnext=%d\ntarget-end=%d\nsource-id=%s\ntarget-id=%s\nleader-epoch=%d\nwhy=%s\n"
            .formatted(
                loss.kind().label(),
                loss.from(),
                loss.to(),
                loss.atMs(),
                next,
                targetEnd,
                logs.source(),
                logs.target(),
                leaderEpoch,
                loss.why());
    return (text + owner.map(Note::line).orElse("")).getBytes(StandardCharsets.UTF_8);
  }

  private static String line(Owner owner) {
    return "owner=%d.%d\n".formatted(owner.producerId(), owner.epoch());
  }

  private static Owner owner(String text) {
    int dot = text.indexOf('.');
    return new Owner(
        Long.parseLong(text.substring(0, dot)), Short.parseShort(text.substring(dot + 1)));
  }

  /**
   * Reads a stored note.
   *
   * @throws MalformedLedgerException when the bytes are not one that this version can read
   */
  public static Note decode(String id, byte[] bytes) {
    Map<String, String> words = new HashMap<>();
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        words.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    try {
      String kind = words.get("kind").toUpperCase(Locale.ROOT).replace('-', '_');
      Loss loss =
          new Loss(
              Loss.Kind.valueOf(kind),
              Long.parseLong(words.get("from")),
              Long.parseLong(words.get("to")),
              Long.parseLong(words.get("at")),
              words.getOrDefault("why", ""));
      return new Note(
          Integer.parseInt(id.substring(0, id.indexOf('.'))),
          loss,
          Long.parseLong(words.get("next")),
          Long.parseLong(words.get("target-end")),
          new LogIds(words.getOrDefault("source-id", ""), words.getOrDefault("target-id", "")),
          Integer.parseInt(words.getOrDefault("leader-epoch", "-1")),
          Optional.ofNullable(words.get("owner")).map(Note::owner));
    } catch (RuntimeException e) {
      throw new MalformedLedgerException("note " + id + " can't be read: " + e.getMessage());
    }
  }
}
