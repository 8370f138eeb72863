// Worker: one thread of the authoritative server, with its loop, sockets and pointer to what is
// answered from; and what stands between a query and its answer: reading, and limits of rates.
#pragma once

#include <thread>

#include "authority/config.hpp"
#include "authority/engine/rate_limiter.hpp"
#include "authority/engine/zone_set.hpp"
#include "net/udp_server.hpp"
#include "vouch/message/query.hpp"

namespace vouch::authority {

/// What answers are made from; never changed, only replaced.
struct Snapshot {
  ZoneSet zones;
  AnswerPolicy policy;
  RateLimit limit;  ///< of each worker
  std::vector<net::AddressPrefix> unlimited;
};
using SnapshotPtr = std::shared_ptr<const Snapshot>;

/// All but the loop is touched in the loop's thread only, once it runs.
struct Worker {
  /// With a secret of its own for its limits.
  Worker();

  net::EventLoop loop;
  std::vector<net::UdpServer> udp;
  std::vector<net::TcpServer> tcp;
  SnapshotPtr snapshot;
  std::thread thread;

  void answer_udp(OctetView datagram, const net::UdpPeer& peer, Octets& reply);
  void answer_tcp(OctetView message, net::TcpReply& reply);

 private:
  void limit_answer(const Query& query, const Client& client, const net::SocketAddress& remote,
                    const AnswerSource& source, Octets& reply);
  void tell_of_limits(const net::SocketAddress& remote, std::uint64_t now_ns);

  RateLimiter limiter_;
  Octets tcp_reply_;
  std::uint64_t limited_ = 0;  ///< answers, since the log was told
  std::uint64_t told_ns_ = 0;
};

}  // namespace vouch::authority
