// Collector: asks every server of every zone on the way to a question, at once, and records what
// each says (RFC 1034 section 5.3.3 for the way).
//
// Bounded in queries, servers and referrals. Judges nothing.
#pragma once

#include <map>
#include <set>

#include "chain/engine/recording.hpp"
#include "net/query_client.hpp"

namespace vouch::chain {

struct ProbeServer {
  std::string name;  ///< `ns1.example.`; empty where not known
  net::SocketAddress address;

  friend auto operator<=>(const ProbeServer&, const ProbeServer&) = default;
};

struct ProbeOptions {
  /// Resolvers to ask for everything, with CD set; where empty, authoritative servers are asked.
  std::vector<net::SocketAddress> resolvers;
  std::vector<ProbeServer> root;
  std::uint16_t port = 53;
  std::uint64_t timeout_ms = 2000;
  unsigned tries = 2;
  std::size_t max_queries = 3000;
};

class Collector {
 public:
  Collector(ProbeOptions options, Recording& recording);

  /// Adds what the servers say about the question to the recording.
  void collect(const Question& question);

  /// Adds what every server of these zones that answers at all says to probe_questions(), all at
  /// the same time.
  void probe(const std::vector<Name>& zones);

  std::size_t queries() const { return queries_; }

 private:
  using Servers = std::set<ProbeServer>;

  struct Pending {
    Exchange exchange;
    net::SocketAddress address;
    unsigned tries = 0;
  };

  void ask_all(const Question& question, const Name& zone, const Servers& servers, bool recursive);
  void add_pending(const Question& question, const Name& zone, const Servers& servers);
  void run_pending(bool recursive);
  Servers answering_servers(const Name& zone) const;
  std::vector<Question> questions_about(const Name& zone, const Servers& servers) const;
  void send(net::QueryClient& client, std::size_t index, bool recursive);
  const Servers* closest(const Name& place, Name& zone) const;
  /// The zone that replies since `first` refer to below `zone`; nothing where none does.
  std::optional<Name> follow(const Question& question, const Name& zone, std::size_t first);
  void add_servers(const Message& referral, const Name& cut);
  void find_addresses(const Name& server, Servers& servers);

  ProbeOptions options_;
  Recording& recording_;
  net::EventLoop loop_;
  std::map<Name, Servers> zones_;
  std::set<std::pair<Name, RRType>> asked_;
  std::vector<Pending> pending_;
  std::size_t queries_ = 0;
  unsigned depth_ = 0;
};

}  // namespace vouch::chain
