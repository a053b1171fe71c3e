package io.crosstide.git;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * One state of a topology, which never changes.
 *
 * @param id the commit, 40 hexadecimal digits, or {@code sha256-} and 16 of the content's digest
 * @param name what to call the file in problems
 * @param text the YAML
 */
public record Revision(String id, String name, String text) implements Candidate {
  /** As much as a topology file may have; whoever reads the YAML has the same bound. */
  static final int MAX_BYTES = 1 << 20;

  public Revision {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(text, "text");
  }

  /** The revision with this content, or why it can't be one. */
  static Candidate of(String id, String name, byte[] content) {
    if (content.length > MAX_BYTES) {
      return new Refusal(id, name + " is larger than " + MAX_BYTES + " bytes");
    }
    try {
      return new Revision(
          id,
          name,
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
    } catch (CharacterCodingException e) {
      return new Refusal(id, name + " is not UTF-8 text");
    }
  }

  /** Not its text: that is for who asks. */
  @Override
  public String toString() {
    return name + " at " + id;
  }
}
