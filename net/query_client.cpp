#include "net/query_client.hpp"

#include <unordered_map>

#include "net/query_exchange.hpp"

namespace vouch::net {

struct QueryClient::State : std::enable_shared_from_this<QueryClient::State> {
  State(EventLoop& event_loop, std::size_t most) : loop(event_loop), max_in_flight(most) {}

  QueryId start(const SocketAddress& server, OctetView query, const QueryOptions& options,
                bool many, MessageHandler handler);

  EventLoop& loop;
  std::size_t max_in_flight;
  std::uint64_t last_id = 0;
  std::unordered_map<std::uint64_t, std::shared_ptr<QueryExchange>> exchanges;
};

// The exchange begins from the loop, so that no handler is called from within send().
QueryId QueryClient::State::start(const SocketAddress& server, OctetView query,
                                  const QueryOptions& options, bool many, MessageHandler handler) {
  const std::uint64_t id = ++last_id;
  const bool is_refused = exchanges.size() >= max_in_flight;
  auto exchange = std::make_shared<QueryExchange>(
      loop, server, query, options, many,
      [weak = weak_from_this(), id, many, handler = std::move(handler)](Result<Reply> reply) {
        const bool is_last = !many || !reply.ok();
        const auto state = weak.lock();
        if (is_last && state) state->exchanges.erase(id);
        const bool goes_on = handler(std::move(reply));
        if (!goes_on && state) state->exchanges.erase(id);
        return goes_on;
      });
  exchanges.emplace(id, exchange);
  loop.post([weak = std::weak_ptr(exchange), is_refused, most = max_in_flight] {
    const auto started = weak.lock();
    if (!started) return;
    if (is_refused) {
      started->give_up(fail(ErrorCode::limit_reached,
                            std::to_string(most) + " queries are under way, as many as may be"));
    } else {
      started->start();
    }
  });
  return {id};
}

QueryClient::QueryClient(EventLoop& loop, std::size_t max_in_flight)
    : state_(std::make_shared<State>(loop, max_in_flight)) {}

QueryClient::~QueryClient() {
  for (const auto& [id, exchange] : state_->exchanges) exchange->cancel();
}

QueryId QueryClient::send(const SocketAddress& server, OctetView query, const QueryOptions& options,
                          Handler handler) {
  return state_->start(server, query, options, false,
                       [handler = std::move(handler)](Result<Reply> reply) {
                         handler(std::move(reply));
                         return false;
                       });
}

QueryId QueryClient::transfer(const SocketAddress& server, OctetView query,
                              const QueryOptions& options, MessageHandler handler) {
  return state_->start(server, query, options, true, std::move(handler));
}

void QueryClient::cancel(QueryId id) {
  const auto found = state_->exchanges.find(id.value);
  if (found == state_->exchanges.end()) return;
  found->second->cancel();
  state_->exchanges.erase(found);
}

std::size_t QueryClient::in_flight() const { return state_->exchanges.size(); }

Result<Reply> ask_for_reply(const SocketAddress& server, OctetView query,
                            const AskOptions& options) {
  EventLoop loop;
  QueryClient client(loop, 1);
  Result<Reply> outcome = fail(ErrorCode::bad_usage, "at least one try is needed");
  for (unsigned i = 0; i < options.tries; ++i) {
    client.send(server, query, options, [&](Result<Reply> reply) { outcome = std::move(reply); });
    loop.run();
    if (outcome.ok() || outcome.error().code != ErrorCode::timed_out ||
        options.transport == Transport::tcp) {
      break;
    }
  }
  return outcome;
}

Result<void> ask_for_messages(const SocketAddress& server, OctetView query,
                              const AskOptions& options,
                              const std::function<bool(Reply)>& handler) {
  EventLoop loop;
  QueryClient client(loop, 1);
  QueryOptions by_tcp = options;
  by_tcp.transport = Transport::tcp;
  Result<void> outcome;
  client.transfer(server, query, by_tcp, [&](Result<Reply> reply) {
    if (reply.ok()) return handler(*std::move(reply));
    outcome = std::move(reply).error();
    return false;
  });
  loop.run();
  return outcome;
}

Result<Octets> ask(const SocketAddress& server, OctetView query, const AskOptions& options) {
  VOUCH_TRY(Reply reply, ask_for_reply(server, query, options));
  return std::move(reply.message);
}

}  // namespace vouch::net
