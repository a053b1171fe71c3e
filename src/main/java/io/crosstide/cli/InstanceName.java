package io.crosstide.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an instance is called when it is started again in the same place. */
final class InstanceName {
  /** Says the host's name without asking a name server, which may take its time. */
  private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

  /** What Kafka takes as a member's name: as topics' names. */
  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  private static final Pattern ILLEGAL_LETTER = Pattern.compile("[^a-zA-Z0-9._-]");

  private InstanceName() {}

  static boolean legal(String name) {
    return LEGAL.matcher(name).matches();
  }

  /**
   * The name that was given, or host and port: no two processes of a host share one. Empty when the
   * port is any that is free, or the host has no name.
   */
  static Optional<String> of(String given, int httpPort) {
    if (given != null) {
      return Optional.of(given);
    }
    return httpPort == 0 ? Optional.empty() : host().map(name -> name + "-" + httpPort);
  }

  private static Optional<String> host() {
    try {
      String name =
          Files.isReadable(LINUX)
              ? Files.readString(LINUX).strip()
              : InetAddress.getLocalHost().getHostName();
      return Optional.of(ILLEGAL_LETTER.matcher(name).replaceAll("_"))
          .filter(found -> !found.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
