package io.crosstide.lab;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * A broker in a JVM of its own: {@code BrokerMain PROPERTIES CLUSTER_ID}. Says {@value #READY} on
 * standard output once it takes requests; ends on SIGTERM, and when its standard input ends, so that
 * no broker outlives the process that started it.
 */
final class BrokerMain {
  static final String READY = "READY";

  private BrokerMain() {}

  public static void main(String[] args) throws IOException {
    BrokerLogs.quiet();
    PrintStream out = System.out;
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(args[0]), StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    Storage.format(
        Path.of(properties.getProperty("log.dirs")),
        Integer.parseInt(properties.getProperty("node.id")),
        args[1]);
    Thread.ofPlatform().daemon().name("parent-watch").start(BrokerMain::endWithParent);
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
    server.startup();
    out.println(READY);
    out.flush();
    server.awaitShutdown();
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is said on this pipe; it only ends.
      }
    } catch (IOException e) {
      // The parent is gone as well.
    }
    Runtime.getRuntime().halt(0);
  }
}
