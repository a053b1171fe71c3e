package io.crosstide.reconcile;

import java.util.Objects;

/** What became of a {@link Change}. */
public sealed interface Outcome {
  /** The topic at the target, or an ACL as text. */
  String topic();

  /**
   * Done.
   *
   * @param note what is not as planned, empty when all is
   */
  record Done(String topic, String note) implements Outcome {
    public Done {
      Objects.requireNonNull(note, "note");
    }
  }

  /** Somebody else has done it already; the next plan says what is left. */
  record Existed(String topic) implements Outcome {}

  /** The target will not do it as it is: an operator must see to it. */
  record Refused(String topic, String reason) implements Outcome {}

  /** No answer, or one that says to try again; it may have happened. */
  record Postponed(String topic, String reason) implements Outcome {}

  /** Not asked for: something that must come first failed. It has not happened. */
  record Withheld(String topic, String reason) implements Outcome {}
}
