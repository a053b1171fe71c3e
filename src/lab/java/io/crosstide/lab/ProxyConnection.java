package io.crosstide.lab;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** A client's connection through a {@link FaultProxy}: two sockets and what is under way. */
final class ProxyConnection {
  private static final int READ_BYTES = 64 << 10;
  private static final ByteBuffer END_OF_STREAM = ByteBuffer.allocate(0);

  private final SocketChannel client;
  private final SocketChannel broker;
  private final SelectionKey clientKey;
  private final SelectionKey brokerKey;
  private final Pipe outward;
  private final Pipe homeward;

  ProxyConnection(
      Selector selector, SocketChannel client, InetSocketAddress target, Link out, Link home)
      throws IOException {
    this.client = client;
    this.broker = SocketChannel.open();
    for (SocketChannel channel : new SocketChannel[] {client, broker}) {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    clientKey = client.register(selector, 0);
    brokerKey = broker.register(selector, SelectionKey.OP_CONNECT);
    outward = new Pipe(client, broker, out);
    homeward = new Pipe(broker, client, home);
    try {
      broker.connect(target);
    } catch (IOException refused) {
      reset();
    }
  }

  /** Moves what can move; false when the connection is over. */
  boolean pump(long now, boolean silent) {
    try {
      if (!client.isOpen() || !broker.isOpen()) {
        reset();
        return false;
      }
      if (!broker.isConnected() && !broker.finishConnect()) {
        return true;
      }
      if (silent) {
        clientKey.interestOps(0);
        brokerKey.interestOps(0);
        return true;
      }
      outward.move(now);
      homeward.move(now);
      if (outward.finished && homeward.finished) {
        closeQuietly(client);
        closeQuietly(broker);
        return false;
      }
      clientKey.interestOps(interest(outward, homeward, now));
      brokerKey.interestOps(interest(homeward, outward, now));
      return true;
    } catch (IOException broken) {
      reset();
      return false;
    }
  }

  /** Time until something queued is due, or a held-back sender may go on. */
  long waitNanos(long now) {
    return Math.min(outward.waitNanos(now), homeward.waitNanos(now));
  }

  void reset() {
    resetQuietly(client);
    resetQuietly(broker);
  }

  private static int interest(Pipe readsHere, Pipe writesHere, long now) {
    return (readsHere.wantsMore(now) ? SelectionKey.OP_READ : 0)
        | (writesHere.blocked ? SelectionKey.OP_WRITE : 0);
  }

  static void resetQuietly(SocketChannel channel) {
    try {
      // Linger 0 makes close send RST instead of FIN.
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException closedAlready) {
      // Nothing to reset.
    }
    closeQuietly(channel);
  }

  static void closeQuietly(Closeable channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException closedAlready) {
      // It is gone, which is what was wanted.
    }
  }

  private record Chunk(long dueAt, ByteBuffer bytes) {}

  /** One direction of the connection: what was read and is not yet written. */
  private static final class Pipe {
    private final SocketChannel from;
    private final SocketChannel to;
    private final Link link;
    private final Deque<Chunk> queue = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    private int queuedBytes;
    private boolean ended;
    private boolean blocked;
    private boolean finished;

    Pipe(SocketChannel from, SocketChannel to, Link link) {
      this.from = from;
      this.to = to;
      this.link = link;
    }

    boolean wantsMore(long now) {
      return !ended && queuedBytes < link.capacityBytes() && link.accepts(now);
    }

    void move(long now) throws IOException {
      while (wantsMore(now) && read(now)) {
        write(now);
      }
      write(now);
      if (ended && queue.isEmpty() && !finished) {
        to.shutdownOutput();
        finished = true;
      }
    }

    private boolean read(long now) throws IOException {
      int n = from.read(buffer.clear());
      if (n < 0) {
        ended = true;
        // The end of the stream takes the same way as its bytes.
        queue.add(new Chunk(link.arrival(now, 0), END_OF_STREAM));
        return false;
      }
      if (n > 0) {
        byte[] copy = new byte[n];
        buffer.flip().get(copy);
        queue.add(new Chunk(link.arrival(now, n), ByteBuffer.wrap(copy)));
        queuedBytes += n;
      }
      return n > 0;
    }

    private void write(long now) throws IOException {
      blocked = false;
      while (!queue.isEmpty() && queue.peek().dueAt() - now <= 0) {
        ByteBuffer bytes = queue.peek().bytes();
        queuedBytes -= to.write(bytes);
        if (bytes.hasRemaining()) {
          blocked = true;
          return;
        }
        queue.remove();
      }
    }

    long waitNanos(long now) {
      long wait = Long.MAX_VALUE;
      if (!queue.isEmpty() && !blocked) {
        wait = Math.max(0, queue.peek().dueAt() - now);
      }
      if (!ended && !link.accepts(now)) {
        wait = Math.min(wait, link.backlogNanos(now) - Link.MAX_BACKLOG_NANOS + 1);
      }
      return wait;
    }
  }
}
