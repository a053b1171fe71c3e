package io.crosstide.reconcile;

import java.util.Objects;

/**
 * Something that is not as the source has it, and stays so on purpose.
 *
 * @param subject a topic of the target, an ACL of the source as text, or what several of them are
 * @param detail which config, empty when it is about the whole
 * @param why the reason
 */
public record LeftAlone(String subject, String detail, String why) {
  public LeftAlone {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(why, "why");
  }

  @Override
  public String toString() {
    return "leave %s%s: %s".formatted(subject, detail.isEmpty() ? "" : " " + detail, why);
  }
}
