#include "dig/exchange.hpp"

#include <fmt/format.h>

#include "dig/engine/query_message.hpp"

namespace vouch::dig {
namespace {

std::string failure_line(const Server& server, const Error& error) {
  std::string why = error.detail;
  if (error.code == ErrorCode::timed_out) why = "timed out";
  if (why.find("refused") != std::string::npos) why = "connection refused";
  return fmt::format(";; communications error to {}: {}\n", server.address.text(), why);
}

net::AskOptions ask_options(const Request& request, net::Transport transport) {
  net::AskOptions options;
  options.transport = transport;
  options.timeout_ms = std::uint64_t{request.timeout} * 1000;
  options.tries = 1;
  if (!request.source.empty()) {
    const auto source = net::SocketAddress::parse(request.source, 0);
    if (source.ok()) options.source = *source;
  }
  return options;
}

Result<Exchange> read(net::Reply reply, const Server& server) {
  Exchange exchange;
  exchange.server = server;
  exchange.transport = reply.transport;
  exchange.microseconds = reply.microseconds;
  auto leading = MessageView::read_leading(reply.message);
  if (!leading.ok()) return std::move(leading).error();
  auto message = Message::from(leading->message);
  if (!message.ok()) return std::move(message).error();
  if (leading->fault) exchange.fault = leading->fault->message();
  exchange.reply = *std::move(message);
  exchange.octets = std::move(reply.message);
  return exchange;
}

Result<Exchange> ask_one(const Request& request, const Server& server, OctetView octets,
                         std::string& notes) {
  const net::Transport first = request.tcp ? net::Transport::tcp : net::Transport::udp;
  VOUCH_TRY(net::Reply reply,
            net::ask_for_reply(server.address, octets, ask_options(request, first)));
  VOUCH_TRY(Exchange exchange, read(std::move(reply), server));
  const bool again = exchange.reply.header.tc && !request.tcp && !request.ignore_truncation;
  if (!again) return exchange;
  if (request.display.comments) notes += ";; Truncated, retrying in TCP mode.\n";
  VOUCH_TRY(net::Reply whole,
            net::ask_for_reply(server.address, octets, ask_options(request, net::Transport::tcp)));
  return read(std::move(whole), server);
}

}  // namespace

Result<Exchange> exchange(const Request& request, const std::vector<Server>& servers,
                          const Message& query) {
  const Octets octets = query_octets(request, query);
  std::string notes;
  for (unsigned round = 0; round < request.tries; ++round) {
    for (const Server& server : servers) {
      auto result = ask_one(request, server, octets, notes);
      if (result.ok()) {
        result->notes = std::move(notes);
        return result;
      }
      notes += failure_line(server, result.error());
    }
  }
  return fail(ErrorCode::network_failure, notes + ";; no servers could be reached\n");
}

}  // namespace vouch::dig
