#include "dig/exchange.hpp"

#include <fmt/format.h>

#include "dig/engine/mismatch_text.hpp"
#include "dig/engine/query_message.hpp"
#include "net/random.hpp"
#include "vouch/message/edns_option.hpp"

namespace vouch::dig {
namespace {

constexpr std::string_view no_servers = ";; no servers could be reached\n";

/// What the system says, and what dig says.
constexpr std::pair<std::string_view, std::string_view> causes[] = {
    {"Connection refused", "connection refused"},
    {"Cannot assign requested address", "address not available"},
    {"Network is unreachable", "network unreachable"},
    {"No route to host", "host unreachable"},
    {"Permission denied", "permission denied"},
    {"Connection reset by peer", "connection reset"},
    {"closed the connection", "end of file"},
};

std::string cause_of(const Error& error) {
  if (error.code == ErrorCode::timed_out) return "timed out";
  for (const auto& [system, dig] : causes) {
    if (error.detail.find(system) != std::string::npos) return std::string(dig);
  }
  return error.detail;
}

/// Follows one server's replies until one is to be shown.
class Dialogue {
 public:
  Dialogue(const Request& request, const Server& server, const Message& query, std::string& notes)
      : request_(request), server_(server), query_(query), notes_(notes) {}

  Result<Exchange> run();

 private:
  Result<Exchange> send(net::Transport transport);
  bool asks_again(const Exchange& exchange);
  bool takes_version_of(const Message& reply);
  bool takes_cookie_of(const Message& reply);
  void comment(const std::string& line) {
    if (request_.display.comments) notes_ += line;
  }

  const Request& request_;
  const Server& server_;
  Message query_;
  std::string& notes_;
  bool has_negotiated_ = false;
  bool has_new_cookie_ = false;
};

Result<Exchange> read(net::Reply reply, const Server& server) {
  Exchange exchange;
  exchange.server = server;
  exchange.transport = reply.transport;
  exchange.microseconds = reply.microseconds;
  auto leading = MessageView::read_leading(reply.message);
  if (!leading.ok()) return std::move(leading).error();
  auto message = Message::from(leading->message);
  if (!message.ok()) return std::move(message).error();
  if (leading->fault) {
    exchange.fault = leading->fault->message();
    exchange.is_cut = leading->fault->code != ErrorCode::trailing_octets;
  }
  exchange.reply = *std::move(message);
  exchange.octets = std::move(reply.message);
  return exchange;
}

Result<Exchange> Dialogue::send(net::Transport transport) {
  const Octets octets = query_octets(request_, query_);
  VOUCH_TRY(net::Reply reply, net::ask_for_reply(server_.address, octets,
                                                 ask_options(request_, transport, octets, notes_)));
  return read(std::move(reply), server_);
}

Result<Exchange> Dialogue::run() {
  net::Transport transport = request_.tcp ? net::Transport::tcp : net::Transport::udp;
  for (;;) {
    VOUCH_TRY(Exchange exchange, send(transport));
    if (exchange.reply.header.tc && transport == net::Transport::udp &&
        !request_.ignore_truncation) {
      comment(";; Truncated, retrying in TCP mode.\n");
      transport = net::Transport::tcp;
    } else if (!asks_again(exchange)) {
      return exchange;
    }
  }
}

// Each happens once at the most.
bool Dialogue::asks_again(const Exchange& exchange) {
  if (!query_.edns || !exchange.reply.edns) return false;
  const Rcode rcode = exchange.reply.rcode();
  const bool again = rcode == Rcode::BADVERS     ? takes_version_of(exchange.reply)
                     : rcode == Rcode::BADCOOKIE ? takes_cookie_of(exchange.reply)
                                                 : false;
  if (again && !request_.id) query_.header.id = net::random_u16();
  return again;
}

bool Dialogue::takes_version_of(const Message& reply) {
  const std::uint8_t known = reply.edns->version;
  if (!request_.negotiates_edns || has_negotiated_ || known >= query_.edns->version) return false;
  has_negotiated_ = true;
  query_.edns->version = known;
  comment(fmt::format(";; BADVERS, retrying with EDNS version {}.\n", known));
  return true;
}

bool Dialogue::takes_cookie_of(const Message& reply) {
  const EdnsOption* given = reply.edns->find(EdnsOptionCode::cookie);
  const bool is_whole = given != nullptr && given->value.size() > Cookie::client_octets;
  if (!request_.retries_bad_cookie || has_new_cookie_ || !is_whole) return false;
  for (EdnsOption& option : query_.edns->options) {
    if (option.code != EdnsOptionCode::cookie) continue;
    const bool is_ours = option.value.size() >= Cookie::client_octets &&
                         equal_octets(OctetView(option.value).first(Cookie::client_octets),
                                      OctetView(given->value).first(Cookie::client_octets));
    if (!is_ours) return false;
    option.value = given->value;
    has_new_cookie_ = true;
  }
  if (has_new_cookie_) comment(";; BADCOOKIE, retrying.\n");
  return has_new_cookie_;
}

}  // namespace

net::AskOptions ask_options(const Request& request, net::Transport transport, OctetView query,
                            std::string& notes) {
  net::AskOptions options;
  options.transport = transport;
  options.timeout_ms = std::uint64_t{request.timeout} * 1000;
  options.tries = 1;
  options.on_foreign = [query, &notes](OctetView received) {
    notes += mismatch_text(query, received);
  };
  if (!request.source.empty()) {
    const auto source = net::SocketAddress::parse(request.source, 0);
    if (source.ok()) options.source = *source;
  }
  return options;
}

std::string failure_line(const Request& request, const Server& server, const Error& error) {
  const std::string cause = cause_of(error);
  const auto says = [&](std::string_view words) {
    return error.detail.find(words) != std::string::npos;
  };
  const bool is_connection = says("can't be connected to");
  if (is_connection || says("the source address can't be used"))
    return fmt::format(";; {} {}({}) for {} failed: {}.\n",
                       is_connection || request.tcp ? "Connection to" : "UDP setup with",
                       server.address.text(), server.name, request.name, cause);
  return fmt::format(";; communications error to {}: {}\n", server.address.text(), cause);
}

Result<Exchange> exchange(const Request& request, const std::vector<Server>& servers,
                          const Message& query) {
  std::string notes;
  for (unsigned round = 0; round < request.tries; ++round) {
    for (std::size_t i = 0; i < servers.size(); ++i) {
      auto result = Dialogue(request, servers[i], query, notes).run();
      if (!result.ok()) {
        notes += failure_line(request, servers[i], result.error());
        continue;
      }
      const bool failed = result->reply.rcode() == Rcode::SERVFAIL && !request.fail;
      const bool has_next = i + 1 < servers.size();
      if (failed)
        notes += fmt::format(";; Got SERVFAIL reply from {}{}\n", servers[i].address.address_text(),
                             has_next ? ", trying next server" : "");
      if (failed && has_next) continue;
      result->notes = std::move(notes);
      return result;
    }
    // As dig has it, by TCP every round ends so.
    if (request.tcp && round + 1 < request.tries) notes += no_servers;
  }
  return fail(ErrorCode::network_failure, notes + std::string(no_servers));
}

}  // namespace vouch::dig
