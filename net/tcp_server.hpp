// TcpServer: DNS messages over TCP (RFC 1035 section 4.2.2, RFC 7766): pipelined queries, answers
// in any order, answers of many messages (zone transfers), idle time-outs, and bounds on
// connections (by address block, TcpRoster) and buffers.
//
// Knows the two length octets and no more of DNS: what is a query and what is answered is the
// handler's matter.
#pragma once

#include <functional>
#include <memory>

#include "net/clients/tcp_roster.hpp"
#include "net/event_loop.hpp"

namespace vouch::net {

struct TcpServerOptions {
  TcpBounds bounds;
  std::uint64_t idle_ms =
      10'000;  ///< without a whole query and with nothing left to answer (RFC 7766 section 6.2.3)
  std::uint64_t write_ms = 5'000;  ///< for the client to take what is being written
  std::size_t max_in_flight =
      64;  ///< queries of a connection without their answer; more are read afterwards
  /// Octets of answers that wait for the client: half of them being written, and half after that.
  /// With more no queries are read. The message that passes a half is taken whole.
  std::size_t max_buffered = 64 * 1024;
  bool share_port = false;  ///< one server for each worker thread on the same address
};

struct TcpCounters {
  std::uint64_t accepted = 0;
  std::uint64_t refused = 0;    ///< at once, for a bound on connections
  std::uint64_t displaced = 0;  ///< closed to make room for another
  std::uint64_t timed_out = 0;  ///< closed, idle or too slow
  std::uint64_t queries = 0;
  std::size_t open = 0;  ///< now
};

class TcpConnection;

/// The way back to one query's sender. In the loop's thread; may be kept and used after the handler
/// has returned, and after the connection or the server is gone, when it has no effect. The query
/// counts as answered when it is destroyed.
class TcpReply {
 public:
  /// Draws the next message into `message`, which comes empty; false when there is none any more.
  using MessageSource = std::function<bool(Octets& message)>;

  TcpReply(TcpReply&&) noexcept;
  TcpReply& operator=(TcpReply&&) noexcept;
  ~TcpReply();

  const SocketAddress& remote() const;
  const SocketAddress& local() const;
  bool is_open() const;

  /// Queues one message; several calls make several messages. False where the connection is gone,
  /// or is closed now because the client leaves too much waiting. Messages have up to 65535 octets.
  bool send(OctetView message);

  /// Sends all messages of the source, drawing each when the ones before are on their way.
  void stream(MessageSource source);

  /// Closes the connection, without what still waits to be sent.
  void close();

 private:
  friend class TcpConnection;
  explicit TcpReply(std::shared_ptr<TcpConnection> connection);
  void finish();
  std::shared_ptr<TcpConnection> connection_;
};

/// To be used in its loop's thread; the loop must outlive it.
class TcpServer {
 public:
  /// The query lasts until the handler returns.
  using Handler = std::function<void(OctetView query, TcpReply reply)>;

  /// Listens on the address; port 0 takes any free port. Errors: network_failure.
  static Result<TcpServer> open(EventLoop& loop, const SocketAddress& address, Handler handler,
                                const TcpServerOptions& options = {});

  TcpServer(TcpServer&&) noexcept;
  TcpServer& operator=(TcpServer&&) noexcept;
  /// Closes the listening socket and every connection.
  ~TcpServer();

  /// The address with its port.
  const SocketAddress& address() const;
  TcpCounters counters() const;

 private:
  struct State;
  explicit TcpServer(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

}  // namespace vouch::net
