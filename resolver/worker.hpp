// Worker: one thread of a resolver: its sockets, its memory, and the resolutions that are under
// way. For this folder only.
#pragma once

#include <list>
#include <map>
#include <thread>

#include "net/clients/address_block.hpp"
#include "net/tcp_server.hpp"
#include "net/udp_server.hpp"
#include "resolver/bogus_log.hpp"
#include "resolver/config.hpp"
#include "resolver/engine/reply.hpp"
#include "resolver/refusal_log.hpp"
#include "resolver/upstream.hpp"

namespace vouch::resolver {

/// What every query is handled by; replaced as a whole.
struct Handling {
  std::vector<AddressPrefix> allow;
  std::optional<Timestamp> validation_time;
  std::uint16_t udp_size = 1232;
  bool minimal_any = true;
  std::shared_ptr<Memory> memory;

  Moment now() const;
};
using HandlingPtr = std::shared_ptr<Handling>;

/// A handling with empty memory.
HandlingPtr make_handling(const ResolveConfig& config);

/// What a worker may have at a time, for as long as it lives.
struct WorkerBounds {
  UpstreamBounds upstream;
  std::size_t clients = 10'000;                  ///< queries that wait for their answer
  std::size_t per_block = UpstreamBounds::none;  ///< of one address block, besides its fair share
};

/// All but the loop is touched in the loop's thread only, once it runs.
class Worker {
 public:
  Worker(HandlingPtr handling, const WorkerBounds& bounds)
      : handling_(std::move(handling)),
        blocks_(bounds.clients, bounds.per_block),
        upstream_(loop, bounds.upstream) {}

  /// Errors: network_failure.
  Result<void> open_udp(const net::SocketAddress& address, bool share_port);
  Result<void> open_tcp(const net::SocketAddress& address, net::TcpServerOptions options);
  /// Handles what comes from now on so, with what is known already as far as it still holds.
  void set_handling(HandlingPtr handling);

  net::EventLoop loop;
  std::thread thread;

 private:
  using Sender = std::function<void(OctetView)>;
  using SenderMaker = std::function<Sender()>;

  /// Who asks, and the octets of the largest reply that goes back.
  struct Asker {
    net::SocketAddress address;
    std::size_t limit = 0;
  };
  struct Client {
    ClientQuery query;
    net::SocketAddress block;  ///< its address and those near it
    std::size_t limit = 0;
    Sender send;
  };
  /// What clients have in common who wait for one resolution.
  struct JobKey {
    QuestionKey question;
    bool checking_disabled = false;
    const Handling* handling = nullptr;
  };
  struct JobLess {
    bool operator()(const JobKey& left, const JobKey& right) const;
  };
  /// A resolution and who waits for it.
  struct Job {
    HandlingPtr handling;
    Question question;
    bool checking_disabled = false;
    std::unique_ptr<Resolution> resolution;
    std::vector<Client> clients;
    net::EventLoop::Timer patience = {};      ///< with the last query, or a pause
    std::vector<std::uint64_t> tickets = {};  ///< of queries that may still be answered
  };
  using Jobs = std::list<Job>;

  /// Answers at once into `reply`, or later by the sender.
  void handle(OctetView message, const Asker& asker, const SenderMaker& make_sender, Octets& reply);
  void resolve(Client client);
  void advance(Jobs::iterator job, std::optional<Resolution::Output> output);
  void send(Jobs::iterator job, const ServerQuery& query);
  void hear(Jobs::iterator job, const ServerQuery& query, const Upstream::Outcome& outcome);
  void finish(Jobs::iterator job, const Answer& answer);
  static JobKey key_of(const Job& job);

  HandlingPtr handling_;
  std::list<net::UdpServer> udp_;
  std::vector<net::TcpServer> tcp_;
  Jobs jobs_;
  std::map<JobKey, Jobs::iterator, JobLess> jobs_by_key_;
  FairShare<net::SocketAddress> blocks_;  ///< of clients that wait
  RefusalLog refusals_;
  BogusLog bogus_log_;
  Octets tcp_reply_;
  Upstream upstream_;  ///< last, so that its handlers end before what they use
};

}  // namespace vouch::resolver
