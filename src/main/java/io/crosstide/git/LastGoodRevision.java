package io.crosstide.git;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last revision of a location that was accepted, in a file, for starts at which the location
 * can't be read or has nothing good. The file is YAML still: what is kept beside is a comment in
 * its first line.
 */
public final class LastGoodRevision {
  private static final Pattern HEADER =
      Pattern.compile("# crosstide revision=(\\S+) sha256=([0-9a-f]{64}) name=(.*)\n");

  private final Path directory;
  private final Path file;

  /**
   * @param directory is made when it is not there; several locations may share it
   */
  public LastGoodRevision(Path directory, String location) {
    this.directory = directory;
    this.file =
        directory.resolve("topology-" + ContentDigest.of(location).substring(0, 16) + ".yaml");
  }

  /**
   * Writes it down, whole or not at all.
   *
   * @throws IOException when the directory can't be written
   */
  public void keep(Revision revision) throws IOException {
    String text =
        "# crosstide revision=%s sha256=%s name=%s\n%s"
            .formatted(
                revision.id(),
                ContentDigest.of(revision.text()),
                revision.name().replaceAll("\\R", " "),
                revision.text());
    Files.createDirectories(directory);
    Path written = Files.createTempFile(directory, ".topology-", ".yaml");
    try {
      try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /**
   * What was kept last; empty when nothing was.
   *
   * @throws IOException when it can't be read or is not what was written
   */
  public Optional<Revision> kept() throws IOException {
    String text;
    try {
      if (Files.size(file) > 2L * Revision.MAX_BYTES) {
        throw new IOException(file + " is larger than any that is kept");
      }
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Matcher header = HEADER.matcher(text);
    if (header.lookingAt()) {
      String content = text.substring(header.end());
      if (ContentDigest.of(content).equals(header.group(2))) {
        return Optional.of(new Revision(header.group(1), header.group(3), content));
      }
    }
    throw new IOException(file + " is damaged: it is not what was kept");
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
