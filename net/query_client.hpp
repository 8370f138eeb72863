// QueryClient: one message to a server and its answer back, by UDP or TCP, without blocking; and
// ask(), which blocks.
//
// Each UDP query has a socket of its own with a random port, connected to the server, and takes no
// answer but one with the query's ID and question (RFC 5452 section 9). Does not retry, choose
// servers or read answers.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "net/address.hpp"
#include "net/event_loop.hpp"

namespace vouch::net {

enum class Transport : std::uint8_t {
  udp,
  tcp,
  udp_then_tcp,  ///< a truncated answer is asked for again by TCP (RFC 7766 section 5)
};

struct QueryOptions {
  Transport transport = Transport::udp_then_tcp;
  std::uint64_t timeout_ms = 5000;      ///< for UDP, and again for TCP
  std::optional<SocketAddress> source;  ///< of this machine; a port of 0 is drawn at random
  /// Whether a reply with the query's ID and question is to be taken; every one where it is empty.
  /// One that is not, by UDP, is dropped: the right one may be on its way; but TCP is tried soon.
  std::function<bool(OctetView reply, Transport by)> fits;
  /// Called with what came and is not the reply, for a person to be told; it is dropped.
  std::function<void(OctetView)> on_foreign;
};

struct Reply {
  Octets message;
  Transport transport = Transport::udp;  ///< udp or tcp: by which it came
  SocketAddress server;
  std::uint64_t microseconds = 0;  ///< from sending the query, by the transport that answered
};

struct QueryId {
  std::uint64_t value = 0;
  friend bool operator==(QueryId, QueryId) = default;
};

/// To be used in its loop's thread; the loop must outlive it.
class QueryClient {
 public:
  /// Called once, never from within send(). Errors: timed_out, network_failure (refused,
  /// unreachable, closed, or nothing but foreign answers), limit_reached, too_long; placed at the
  /// server.
  using Handler = std::function<void(Result<Reply>)>;
  /// Called for each message of a transfer; false ends it. An Error is the last call.
  using MessageHandler = std::function<bool(Result<Reply>)>;

  /// More than `max_in_flight` queries at a time are refused with limit_reached.
  explicit QueryClient(EventLoop& loop, std::size_t max_in_flight = 10'000);
  QueryClient(const QueryClient&) = delete;
  QueryClient& operator=(const QueryClient&) = delete;
  /// Cancels everything.
  ~QueryClient();

  /// Sends a whole message, its ID included, which the caller draws at random.
  QueryId send(const SocketAddress& server, OctetView query, const QueryOptions& options,
               Handler handler);

  /// Sends the message by TCP and takes as many messages as the handler wants (RFC 5936). The
  /// time-out is for each.
  QueryId transfer(const SocketAddress& server, OctetView query, const QueryOptions& options,
                   MessageHandler handler);

  /// Its handler is not called any more. Without effect where it has been called.
  void cancel(QueryId id);

  std::size_t in_flight() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

struct AskOptions : QueryOptions {
  unsigned tries = 3;  ///< UDP queries in all, each with the time-out
};

/// Sends the query and waits for its answer. Any thread. Errors: as QueryClient::Handler.
Result<Octets> ask(const SocketAddress& server, OctetView query, const AskOptions& options = {});

/// The same, with how and how fast it came.
Result<Reply> ask_for_reply(const SocketAddress& server, OctetView query,
                            const AskOptions& options = {});

/// Sends the query by TCP and gives each message of the reply to the handler, until that returns
/// false. Any thread. Errors: as QueryClient::Handler.
Result<void> ask_for_messages(const SocketAddress& server, OctetView query,
                              const AskOptions& options, const std::function<bool(Reply)>& handler);

}  // namespace vouch::net
