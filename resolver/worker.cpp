#include "resolver/worker.hpp"

#include <algorithm>
#include <functional>

#include "daemon/log.hpp"
#include "net/clock.hpp"
#include "net/native_socket.hpp"
#include "net/random.hpp"

namespace vouch::resolver {
namespace {

Result<net::SocketAddress> socket_address(const ServerAddress& server) {
  return net::SocketAddress::from_octets(server.address(), server.port);
}

}  // namespace

Moment Handling::now() const { return {validation_time.value_or(net::now()), net::monotonic_ms()}; }

HandlingPtr make_handling(const ResolveConfig& config) {
  auto handling = std::make_shared<Handling>();
  handling->allow = config.allow;
  handling->validation_time = config.validation_time;
  handling->udp_size = config.udp_size;
  handling->minimal_any = config.minimal_any;
  Settings settings = config.settings;
  settings.cache_octets /= std::max(1U, config.threads);
  handling->memory = std::make_shared<Memory>(std::move(settings), config.hints);
  handling->memory->anchors = config.anchors;
  handling->memory->negative_anchors = config.negative_anchors;
  handling->memory->random = net::random_u32;
  return handling;
}

void Worker::set_handling(HandlingPtr handling) {
  const bool other_clock = handling->validation_time != handling_->validation_time;
  handling->memory->take_over(*handling_->memory, other_clock);
  handling_ = std::move(handling);
}

Result<void> Worker::open_udp(const net::SocketAddress& address, bool share_port) {
  net::UdpServerOptions options;
  options.share_port = share_port;
  // Replies are sent later, by the server that took the query.
  const auto self = std::make_shared<net::UdpServer*>(nullptr);
  const auto handler = [this, self](OctetView datagram, const net::UdpPeer& peer, Octets& reply) {
    const auto make_sender = [self, peer]() -> Sender {
      return [self, peer](OctetView message) { static_cast<void>((*self)->send(peer, message)); };
    };
    handle(datagram, {peer.remote, handling_->udp_size}, make_sender, reply);
  };
  VOUCH_TRY(auto server, net::UdpServer::open(loop, address, handler, options));
  udp_.push_back(std::move(server));
  *self = &udp_.back();
  return {};
}

Result<void> Worker::open_tcp(const net::SocketAddress& address, net::TcpServerOptions options) {
  const auto handler = [this](OctetView query, net::TcpReply reply) {
    const auto way_back = std::make_shared<net::TcpReply>(std::move(reply));
    const auto make_sender = [way_back]() -> Sender {
      return [way_back](OctetView message) { way_back->send(message); };
    };
    tcp_reply_.clear();
    const std::size_t taken = blocks_.taken();
    handle(query, {way_back->remote(), max_message_octets}, make_sender, tcp_reply_);
    if (!tcp_reply_.empty()) {
      way_back->send(tcp_reply_);
    } else if (blocks_.taken() == taken) {
      way_back->close();
    }
  };
  VOUCH_TRY(auto server, net::TcpServer::open(loop, address, handler, options));
  tcp_.push_back(std::move(server));
  return {};
}

void Worker::handle(OctetView message, const Asker& asker, const SenderMaker& make_sender,
                    Octets& reply) {
  auto query = read_client_query(message, reply);
  if (!query) return;
  const bool may_ask =
      std::any_of(handling_->allow.begin(), handling_->allow.end(),
                  [&](const AddressPrefix& each) { return each.contains(asker.address); });
  if (!may_ask) {
    const ExtendedError why{ExtendedErrorCode::prohibited, "this resolver does not serve you"};
    return write_refusal(*query, Rcode::REFUSED, why, reply);
  }
  const bool is_udp = asker.limit < max_message_octets;
  query->takes_minimal_any = is_udp && handling_->minimal_any;
  const std::size_t limit =
      is_udp ? std::min<std::size_t>(asker.limit, query->udp_size) : asker.limit;
  Memory& memory = *handling_->memory;
  const Moment now = handling_->now();
  const bool checking_disabled = query->header.cd;
  if (const auto* known = find_known_answer(memory, query->question, checking_disabled, now))
    return write_known_reply(*query, *known, limit, now, reply);
  if (const auto known = find_known(memory, query->question, checking_disabled, now))
    return write_reply(*query, *known, limit, reply);
  if (!query->header.rd) {
    const ExtendedError why{ExtendedErrorCode::not_authoritative,
                            "this is a resolver; set RD to have it look"};
    return write_refusal(*query, Rcode::REFUSED, why, reply);
  }
  const net::SocketAddress block = net::block_of(asker.address, {});
  if (!blocks_.has_place(block)) {
    const ExtendedError why{ExtendedErrorCode::over_quota,
                            "too many queries at a time of clients near you"};
    refusals_.note("too many at a time of clients near " + block.address_text(), now.ms);
    return write_refusal(*query, Rcode::SERVFAIL, why, reply);
  }
  resolve({*query, block, limit, make_sender()});
}

bool Worker::JobLess::operator()(const JobKey& left, const JobKey& right) const {
  if (left.handling != right.handling)
    return std::less<const Handling*>()(left.handling, right.handling);
  if (left.checking_disabled != right.checking_disabled) return right.checking_disabled;
  return QuestionLess()(left.question, right.question);
}

Worker::JobKey Worker::key_of(const Job& job) {
  return {QuestionKey(job.question), job.checking_disabled, job.handling.get()};
}

void Worker::resolve(Client client) {
  blocks_.take(client.block);
  const Question question = client.query.question;
  const bool checking_disabled = client.query.header.cd;
  const auto same = jobs_by_key_.find({QuestionKey(question), checking_disabled, handling_.get()});
  if (same != jobs_by_key_.end()) {
    same->second->clients.push_back(std::move(client));
    return;
  }
  const Moment now = handling_->now();
  Job job{handling_,
          question,
          checking_disabled,
          std::make_unique<Resolution>(question, checking_disabled, *handling_->memory, now),
          {}};
  job.clients.push_back(std::move(client));
  jobs_.push_front(std::move(job));
  jobs_by_key_.emplace(key_of(jobs_.front()), jobs_.begin());
  advance(jobs_.begin(), jobs_.front().resolution->start(now));
}

void Worker::advance(Jobs::iterator job, std::optional<Resolution::Output> output) {
  if (!output) return;
  if (const auto* query = std::get_if<ServerQuery>(&*output)) return send(job, *query);
  if (const auto* pause = std::get_if<Pause>(&*output)) {
    job->patience = loop.call_after(pause->ms, [this, job] {
      advance(job, job->resolution->on_pause_over(job->handling->now()));
    });
    return;
  }
  finish(job, std::get<Answer>(*output));
}

void Worker::send(Jobs::iterator job, const ServerQuery& query) {
  const Upstream::Ticket ticket =
      upstream_.ask(query, job->handling->memory,
                    [this, job, query](const auto& outcome) { hear(job, query, outcome); });
  job->tickets.push_back(ticket.id);
  // What comes later than this is taken as well, until the job is done.
  job->patience =
      loop.call_after(ticket.patience_ms, [this, job, number = query.number, told = ticket.told] {
        const Moment now = job->handling->now();
        advance(job, job->resolution->on_failure(number, FetchFailure::timeout, now, told));
      });
}

void Worker::hear(Jobs::iterator job, const ServerQuery& query, const Upstream::Outcome& outcome) {
  const Moment now = job->handling->now();
  Resolution& resolution = *job->resolution;
  if (outcome.busy) {
    refusals_.note("too many under way for " + outcome.busy->with, now.ms);
    return advance(job, resolution.on_busy(query.number, *outcome.busy, now));
  }
  if (outcome.failure == FetchFailure::none)
    return advance(job, resolution.on_reply(query.number, outcome.reply, now, outcome.told));
  const auto address = socket_address(query.server);
  const bool is_cut_off = outcome.failure == FetchFailure::unreachable &&
                          outcome.told == Told::sender &&
                          (!address.ok() || !net::has_route(*address));
  if (is_cut_off) job->handling->memory->servers.note_no_route(query.server, now.ms);
  advance(job, resolution.on_failure(query.number, outcome.failure, now, outcome.told));
}

void Worker::finish(Jobs::iterator job, const Answer& answer) {
  job->patience.cancel();
  for (const std::uint64_t each : job->tickets) upstream_.leave(each);
  // A client that asks from now on is answered from memory.
  jobs_by_key_.erase(key_of(*job));
  const std::uint64_t now_ms = job->handling->now().ms;
  for (const std::string& line : bogus_log_.note(job->question, *answer.verdict, now_ms))
    daemon::log_warning(line);
  Octets reply;
  for (Client& client : job->clients) {
    reply.clear();
    write_reply(client.query, answer, client.limit, reply);
    client.send(reply);
    blocks_.give_back(client.block);
  }
  jobs_.erase(job);
}

}  // namespace vouch::resolver
