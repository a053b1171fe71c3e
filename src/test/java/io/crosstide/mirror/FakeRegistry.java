package io.crosstide.mirror;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.function.Consumer;

/** Registries of a flow's two clusters as one instance knows them. */
final class FakeRegistry implements RegistryPort {
  private final FakeCluster source;
  private final FakeCluster target;
  private final FakeNetwork network;
  private final EventSink sink;
  private final Map<Long, Origin> known = new HashMap<>();
  private final FakeNetwork.Connection connection = new FakeNetwork.Connection();

  FakeRegistry(FakeCluster source, FakeCluster target, FakeNetwork network, EventSink sink) {
    this.source = source;
    this.target = target;
    this.network = network;
    this.sink = sink;
  }

  @Override
  public void register(LaneId lane, long term, long producerId) {
    call(
        lane,
        term,
        "register",
        reply -> {
          target.registry.put(producerId, source.name);
          target.registeredLanes.put(producerId, lane);
          reply.accept(new LaneEvent.Registered());
        });
  }

  @Override
  public Origin originOf(long producerId) {
    return producerId < 0 ? Origin.LOCAL : known.getOrDefault(producerId, Origin.UNKNOWN);
  }

  @Override
  public void resolve(LaneId lane, long term, long producerId) {
    call(
        lane,
        term,
        "resolve",
        reply -> {
          source.registry.forEach(
              (id, from) ->
                  known.put(id, from.equals(target.name) ? Origin.REFLECTED : Origin.MIRRORED));
          known.putIfAbsent(producerId, Origin.LOCAL);
          reply.accept(new LaneEvent.Judged(producerId));
        });
  }

  @Override
  public void formerIds(LaneId lane, long term) {
    call(
        lane,
        term,
        "formerIds",
        reply -> {
          var ids = new HashSet<Long>();
          target.registeredLanes.forEach(
              (id, owner) -> {
                if (owner.equals(lane)) {
                  ids.add(id);
                }
              });
          reply.accept(new LaneEvent.FormerIds(ids));
        });
  }

  private void call(
      LaneId lane, long term, String operation, Consumer<Consumer<LaneEvent>> effect) {
    network.call(
        connection,
        effect,
        event -> sink.deliver(new Delivery(lane, term, event)),
        () ->
            sink.deliver(
                new Delivery(
                    lane,
                    term,
                    new LaneEvent.OperationFailed(operation, FakeTarget.unanswered()))));
  }

  @Override
  public void close() {}
}
