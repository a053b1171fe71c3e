package io.crosstide.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;

/**
 * One blocking connection to a broker that does nothing but write requests and read responses, in
 * order. Written against the request classes of kafka-clients 4.2.
 */
final class RawConnection implements AutoCloseable {
  private static final int BUFFER_BYTES = 4 << 20;

  private final SocketChannel channel;
  private ByteBuffer response = ByteBuffer.allocate(1 << 20);
  private int correlation;

  /**
   * @param bootstrap {@code host:port}
   */
  RawConnection(String bootstrap) throws IOException {
    int colon = bootstrap.lastIndexOf(':');
    channel =
        SocketChannel.open(
            new InetSocketAddress(
                bootstrap.substring(0, colon), Integer.parseInt(bootstrap.substring(colon + 1))));
    channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(java.net.StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
    channel.setOption(java.net.StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
  }

  void send(AbstractRequest request) throws IOException {
    RequestHeader header =
        new RequestHeader(request.apiKey(), request.version(), "floor", correlation++);
    ByteBuffer body = request.serializeWithHeader(header);
    ByteBuffer[] parts = {ByteBuffer.allocate(Integer.BYTES).putInt(0, body.remaining()), body};
    while (parts[1].hasRemaining()) {
      channel.write(parts);
    }
  }

  /** The next response's body; valid until the next call. */
  ByteBufferAccessor receive(ApiKeys api, short version) throws IOException {
    int size = read(Integer.BYTES).getInt();
    ByteBuffer whole = read(size);
    ResponseHeader.parse(whole, api.responseHeaderVersion(version));
    return new ByteBufferAccessor(whole.slice());
  }

  private ByteBuffer read(int bytes) throws IOException {
    if (response.capacity() < bytes) {
      response = ByteBuffer.allocate(bytes);
    }
    response.clear().limit(bytes);
    while (response.hasRemaining()) {
      if (channel.read(response) < 0) {
        throw new IOException("the broker closed the connection");
      }
    }
    return response.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
