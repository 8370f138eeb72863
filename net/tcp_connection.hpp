// TcpConnection: one client's connection to a TcpServer; for that server only.
//
// Reading pauses while too many queries are without their answer or too much waits to be written,
// so that a client that sends and never reads costs a bounded amount of memory, here and in the
// system. A connection between two queries keeps no buffers.
#pragma once

#include <deque>

#include "net/tcp_server.hpp"
#include "net/watched_socket.hpp"

namespace vouch::net {

/// What a connection needs of its server.
struct TcpConnectionOwner {
  const TcpServerOptions& options;
  const TcpServer::Handler& handler;
  TcpCounters& counters;
  TcpRoster& roster;
  std::function<void(TcpConnection&)> closed;
  Octets read = {};  ///< what the system hands over, before a connection keeps what it must
};

/// In the loop's thread.
class TcpConnection : public TcpMember, public std::enable_shared_from_this<TcpConnection> {
 public:
  TcpConnection(const SocketAddress& remote, std::shared_ptr<TcpConnectionOwner> owner);

  /// Takes the socket and begins to read. False where it can't be watched.
  bool start(EventLoop& loop, NativeSocket socket);
  void close();
  bool is_open() const { return socket_.is_open(); }

  /// Closes the connection when it is idle or slow for too long.
  void check_deadline(std::uint64_t now_ms);

  /// Where the server's list has it.
  std::size_t index() const { return index_; }
  void set_index(std::size_t index) { index_ = index; }

  const SocketAddress& remote() const { return remote_; }
  const SocketAddress& local() const { return local_; }

  bool send(OctetView message);
  void stream(TcpReply::MessageSource source);
  /// A query is answered: its TcpReply is gone.
  void finish_query();

 private:
  bool is_writing() const { return written_ < writing_.size(); }
  /// Octets of answers that were not handed to the system.
  std::size_t unsent() const { return pending_.size() + writing_.size() - written_; }
  /// Whether all that is left to do is the client's: to take what waits, or to ask.
  bool waits_for_client() const { return in_flight_ == 0 && sources_.empty(); }
  bool may_take() const;
  bool has_whole_query(std::size_t at) const;
  void read();
  void go_on();
  void settle();
  void take_queries();
  void write();
  bool write_some();
  void draw_from_sources();
  void append(OctetView message);

  std::shared_ptr<TcpConnectionOwner> owner_;
  SocketAddress remote_;
  SocketAddress local_;
  WatchedSocket socket_;
  Octets input_;              ///< read, and not yet a whole query
  bool input_ended_ = false;  ///< the client sends no more
  bool going_on_ = false;     ///< in go_on(), which may not begin again
  std::size_t in_flight_ = 0;
  std::deque<TcpReply::MessageSource> sources_;
  Octets pending_;  ///< to be written after writing_
  Octets writing_;
  std::size_t written_ = 0;             ///< of writing_
  std::uint64_t active_ms_ = 0;         ///< when a whole query came, or the last answer was written
  std::uint64_t write_started_ms_ = 0;  ///< when writing_ was begun
  bool has_answered_ = false;           ///< since settle()
  std::size_t index_ = 0;
};

}  // namespace vouch::net
