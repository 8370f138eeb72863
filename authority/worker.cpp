#include "authority/worker.hpp"

#include <algorithm>

#include "authority/engine/answer.hpp"
#include "daemon/log.hpp"
#include "net/clients/address_block.hpp"
#include "net/clock.hpp"
#include "net/random.hpp"

namespace vouch::authority {
namespace {

Client client_of(Transport transport, const net::SocketAddress& remote) {
  return {transport, remote.octets(), net::now().to_wire()};
}

SipKey random_key() {
  SipKey key{};
  net::fill_random(key);
  return key;
}

bool has_good_cookie(const Query& query, const Client& client, const AnswerPolicy& policy) {
  return policy.cookies && query.edns &&
         check_cookie(*policy.cookies, query.edns->cookie, client.address, client.now);
}

}  // namespace

Worker::Worker() : limiter_(random_key()) {}

void Worker::answer_udp(OctetView datagram, const net::UdpPeer& peer, Octets& reply) {
  const std::optional<Query> query = read_query(datagram);
  if (!query) return;
  const Client client = client_of(Transport::udp, peer.remote);
  const AnswerSource source = answer(snapshot->zones, *query, client, snapshot->policy, reply);
  if (snapshot->limit.interval_ns != 0) limit_answer(*query, client, peer.remote, source, reply);
}

void Worker::limit_answer(const Query& query, const Client& client,
                          const net::SocketAddress& remote, const AnswerSource& source,
                          Octets& reply) {
  const std::uint64_t now_ns = net::coarse_ns();
  if (limiter_.is_quiet(snapshot->limit, client.address, now_ns)) return;
  const auto is_exempt = [&](const auto& prefix) { return prefix.contains(remote); };
  if (std::ranges::any_of(snapshot->unlimited, is_exempt) ||
      has_good_cookie(query, client, snapshot->policy))
    return;
  const Passage passage = limiter_.judge(snapshot->limit, client.address, source, now_ns);
  if (passage == Passage::whole) return;
  ++limited_;
  tell_of_limits(remote, now_ns);
  reply.clear();
  if (passage == Passage::truncated)
    answer_truncated(query, client, snapshot->policy, source.rcode, reply);
}

// Once a minute at most, as long as there is something to tell.
void Worker::tell_of_limits(const net::SocketAddress& remote, std::uint64_t now_ns) {
  constexpr std::uint64_t minute_ns = 60'000'000'000;
  if (told_ns_ != 0 && now_ns - told_ns_ < minute_ns) return;
  const net::SocketAddress block = net::block_of(remote, {24, 56});
  daemon::log_warning(
      "answers are limited: too many of one kind over UDP, perhaps to a spoofed "
      "address",
      {{"block", block.address_text() + (remote.is_v6() ? "/56" : "/24")},
       {"answers", std::to_string(std::exchange(limited_, 0))}});
  told_ns_ = now_ns;
}

void Worker::answer_tcp(OctetView message, net::TcpReply& reply) {
  const std::optional<Query> query = read_query(message);
  // What must not be answered has no business on a connection for queries.
  if (!query) return reply.close();
  tcp_reply_.clear();
  answer(snapshot->zones, *query, client_of(Transport::tcp, reply.remote()), snapshot->policy,
         tcp_reply_);
  reply.send(tcp_reply_);
}

}  // namespace vouch::authority
