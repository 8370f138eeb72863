// QueryExchange: one query of a QueryClient on its way, by UDP, by TCP, or by one after the other.
#pragma once

#include "net/query_client.hpp"
#include "net/watched_socket.hpp"

namespace vouch::net {

/// In the loop's thread. Once it is cancelled or has failed, it calls nothing any more.
class QueryExchange : public std::enable_shared_from_this<QueryExchange> {
 public:
  /// True to go on with the next message; after an Error it is not called again.
  using Taker = std::function<bool(Result<Reply>)>;

  QueryExchange(EventLoop& loop, const SocketAddress& server, OctetView query,
                const QueryOptions& options, bool many, Taker taker);

  void start();
  void cancel();
  /// Calls the taker with the error, and ends.
  void give_up(Error error);

 private:
  void start_udp();
  void read_datagrams();
  bool read_datagram();
  void doubt();
  void give_up_udp_for_foreign_answers();
  void start_tcp();
  void connected();
  void write_stream();
  void read_stream();
  bool take_stream_message();
  void take(OctetView message, Transport transport);
  void give_up_with_reason(std::string_view what);
  bool bind_source(int descriptor, bool by_udp) const;
  void restart_timer();

  EventLoop& loop_;
  SocketAddress server_;
  Octets query_;
  QueryOptions options_;
  bool many_;                     ///< a transfer
  std::shared_ptr<Taker> taker_;  ///< null when all is over
  WatchedSocket socket_;
  EventLoop::Timer timer_;
  Transport by_ = Transport::udp;  ///< what is tried now
  std::uint64_t sent_us_ = 0;
  unsigned foreign_ = 0;      ///< answers to other questions, that came to our port
  bool is_doubtful_ = false;  ///< a reply came that was not to be taken
  bool is_connected_ = false;
  Octets outgoing_;  ///< the query with its length
  std::size_t written_ = 0;
  Octets incoming_;
  std::size_t messages_ = 0;
};

}  // namespace vouch::net
