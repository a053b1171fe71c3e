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
  // Direct, so that the JDK does not copy between heap and socket.
  private ByteBuffer response = ByteBuffer.allocateDirect(1 << 20);

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

  /** A request as it goes over the wire; may be sent again and again. */
  static ByteBuffer prepare(AbstractRequest request) {
    RequestHeader header = new RequestHeader(request.apiKey(), request.version(), "floor", 0);
    ByteBuffer body = request.serializeWithHeader(header);
    ByteBuffer whole = ByteBuffer.allocateDirect(Integer.BYTES + body.remaining());
    return whole.putInt(body.remaining()).put(body).flip();
  }

  void send(ByteBuffer request) throws IOException {
    ByteBuffer rest = request.duplicate();
    while (rest.hasRemaining()) {
      channel.write(rest);
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
      response = ByteBuffer.allocateDirect(bytes);
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
