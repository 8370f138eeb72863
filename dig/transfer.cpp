#include "dig/transfer.hpp"

#include "dig/engine/query_message.hpp"
#include "dig/engine/transfer_end.hpp"

namespace vouch::dig {
namespace {

class Taker {
 public:
  Taker(const Request& request, Transfer& transfer, const OnRecords& on_records)
      : end_(request.type == RRType::IXFR ? std::optional(request.serial) : std::nullopt),
        transfer_(transfer),
        on_records_(on_records) {}

  /// Whether more is to come.
  bool take(const net::Reply& reply);
  bool is_over() const { return end_.is_over() || transfer_.failed; }

 private:
  bool fail() {
    transfer_.failed = true;
    return false;
  }

  TransferEnd end_;
  Transfer& transfer_;
  const OnRecords& on_records_;
};

bool Taker::take(const net::Reply& reply) {
  auto message = Message::read(reply.message);
  if (!message.ok() || message->rcode() != Rcode::NOERROR) return fail();
  const bool begins = !end_.has_begun();
  if (begins && message->answer.empty()) return fail();
  if (begins && message->answer.front().type != RRType::SOA) {
    transfer_.lacks_soa = true;
    on_records_(*message);
    return fail();
  }
  transfer_.microseconds = reply.microseconds;
  transfer_.octets += reply.message.size();
  ++transfer_.messages;
  std::size_t taken = 0;
  while (taken < message->answer.size() && !end_.is_over()) end_.take(message->answer[taken++]);
  end_.end_message();
  transfer_.records += taken;
  const bool has_more_than_the_zone = taken < message->answer.size();
  message->answer.resize(taken);
  on_records_(*message);
  return has_more_than_the_zone ? fail() : !end_.is_over();
}

}  // namespace

Result<Transfer> transfer(const Request& request, const std::vector<Server>& servers,
                          const Message& query, const OnRecords& on_records) {
  const Octets octets = query_octets(request, query);
  std::string notes;
  for (unsigned round = 0; round < request.tries; ++round) {
    for (const Server& server : servers) {
      Transfer result;
      result.server = server;
      Taker taker(request, result, on_records);
      const auto outcome = net::ask_for_messages(
          server.address, octets, ask_options(request, net::Transport::tcp, octets, notes),
          [&](const net::Reply& reply) { return taker.take(reply); });
      if (!outcome.ok() && result.messages == 0) {
        notes += failure_line(request, server, outcome.error());
        continue;
      }
      if (!outcome.ok() && !taker.is_over())
        result.broken = failure_line(request, server, outcome.error());
      result.notes = std::move(notes);
      return result;
    }
    notes += ";; no servers could be reached\n";
  }
  return fail(ErrorCode::network_failure, notes);
}

}  // namespace vouch::dig
