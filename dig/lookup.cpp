#include "dig/lookup.hpp"

#include <fmt/format.h>

#include <ctime>

#include "dig/engine/command_line.hpp"
#include "dig/engine/message_text.hpp"
#include "dig/engine/query_message.hpp"
#include "dig/proof.hpp"
#include "dig/walk.hpp"
#include "net/clock.hpp"
#include "net/random.hpp"

namespace vouch::dig {
namespace {

const char* transport_text(net::Transport transport) {
  return transport == net::Transport::tcp ? "TCP" : "UDP";
}

std::string from_text(const Exchange& exchange) {
  return fmt::format(" from server {} in {} ms.", exchange.server.address.address_text(),
                     exchange.microseconds / 1000);
}

std::string clock_text() {
  const std::time_t now = net::now().seconds;
  std::tm local{};
  ::localtime_r(&now, &local);
  char text[64];
  const std::size_t size = std::strftime(text, sizeof text, "%a %b %d %H:%M:%S %Z %Y", &local);
  return {text, size};
}

std::string statistics_text(const Exchange& exchange) {
  return fmt::format(
      ";; Query time: {} msec\n;; SERVER: {}({}) ({})\n;; WHEN: {}\n;; MSG SIZE  rcvd: {}\n\n",
      exchange.microseconds / 1000, exchange.server.address.text(), exchange.server.name,
      transport_text(exchange.transport), clock_text(), exchange.octets.size());
}

std::string received_text(const Exchange& exchange) {
  return fmt::format(";; Received {} bytes from {}({}) in {} ms\n", exchange.octets.size(),
                     exchange.server.address.text(), exchange.server.name,
                     exchange.microseconds / 1000);
}

class Lookup {
 public:
  Lookup(const Request& request, std::string greeting, const Output& output)
      : request_(request), greeting_(std::move(greeting)), output_(output) {}

  int run();

 private:
  int ask(const std::vector<Server>& servers);
  int trace(const std::vector<Server>& servers);
  int search_name_servers(const std::vector<Server>& servers);
  void greet(const std::string& notes);
  void print(const Exchange& exchange, OctetView cookie);
  void print_step(const Exchange& exchange);
  Result<Message> make_message(const Request& request) const;
  int refuse(const Error& error, int code);

  const Request& request_;
  std::string greeting_;  ///< until it was printed
  const Output& output_;
};

int Lookup::refuse(const Error& error, int code) {
  if (error.code != ErrorCode::network_failure) {
    output_("dig: " + error.message() + "\n");
    return code;
  }
  // The last line says that it is over; those before say what was tried.
  const std::size_t last = error.detail.rfind(";;");
  greet(error.detail.substr(0, last));
  output_(error.detail.substr(last));
  return code;
}

Result<Message> Lookup::make_message(const Request& request) const {
  Octets cookie(8);
  net::fill_random(cookie);
  return query_message(request, net::random_u16(), cookie);
}

// Notes about what was tried stand above the greeting.
void Lookup::greet(const std::string& notes) {
  output_(notes);
  output_(greeting_);
  greeting_.clear();
}

int Lookup::run() {
  const auto servers = find_servers(request_);
  if (!servers.ok()) return refuse(servers.error(), 1);
  if (!greeting_.empty()) {
    if (!request_.server.empty())
      greeting_ +=
          fmt::format("; ({} server{} found)\n", servers->size(), servers->size() == 1 ? "" : "s");
    greeting_ += ";; global options: +cmd\n";
  }
  if (request_.trace) return trace(*servers);
  if (request_.ns_search) return search_name_servers(*servers);
  return ask(*servers);
}

int Lookup::ask(const std::vector<Server>& servers) {
  const auto query = make_message(request_);
  if (!query.ok()) return refuse(query.error(), 1);
  if (request_.display.query && !request_.display.brief) {
    greet({});
    output_(";; Sending:\n" + message_text(*query, request_.display));
    if (request_.display.comments)
      output_(fmt::format(";; QUERY SIZE: {}\n\n", query_octets(request_, *query).size()));
  }
  const auto reply = exchange(request_, servers, *query);
  if (!reply.ok()) return refuse(reply.error(), 9);
  greet(reply->notes);
  const EdnsOption* cookie = query->edns ? query->edns->find(EdnsOptionCode::cookie) : nullptr;
  print(*reply, cookie != nullptr ? OctetView(cookie->value) : OctetView());
  if (request_.validate || request_.chase) return print_proof(request_, servers, *reply, output_);
  return 0;
}

void Lookup::print(const Exchange& exchange, OctetView cookie) {
  const Display& display = request_.display;
  const Message& reply = exchange.reply;
  if (display.json) return output_(message_json(reply) + "\n");
  if (display.brief)
    return output_(brief_text(reply, display, display.identify ? from_text(exchange) : ""));
  if (display.comments) output_(";; Got answer:\n");
  if (!exchange.fault.empty() && display.comments)
    output_(";; WARNING: malformed message: " + exchange.fault + "\n");
  output_(message_text(reply, display, cookie));
  if (display.statistics) output_(statistics_text(exchange));
}

void Lookup::print_step(const Exchange& exchange) {
  const Display& display = request_.display;
  if (display.brief) {
    const bool is_answer = !exchange.reply.answer.empty();
    if (is_answer) output_(brief_trace_text(exchange.reply, display, from_text(exchange)));
    return;
  }
  output_(message_text(exchange.reply, display) + received_text(exchange) + "\n");
}

// First the servers of the root, of the server that was named; then down, referral by referral.
int Lookup::trace(const std::vector<Server>& servers) {
  const auto name = name_of(request_);
  if (!name.ok()) return refuse(name.error(), 1);
  Request first = request_;
  first.recurse = true;
  first.name = ".";
  first.is_reverse = false;
  first.type = RRType::NS;
  auto query = make_message(first);
  if (!query.ok()) return refuse(query.error(), 1);
  const auto root = exchange(first, servers, *query);
  if (!root.ok()) return refuse(root.error(), 9);
  greet(root->notes);
  print_step(*root);
  const auto look_up_server = [&](const Name& server) {
    std::vector<Server> found;
    query->questions = {{server, RRType::A, RRClass::IN}};
    const auto reply = exchange(first, servers, *query);
    if (!reply.ok()) return found;
    for (const Record& record : reply->reply.answer) {
      const auto address = net::SocketAddress::from_octets(record.rdata, request_.port);
      if (record.type == RRType::A && address.ok()) found.push_back({*address, server.text()});
    }
    return found;
  };
  const auto found = root_servers(request_, root->reply, look_up_server);
  if (!found.ok()) return refuse(found.error(), 9);
  Walk walk(request_, *found);
  const auto last = walk.ask({*name, request_.type, request_.rrclass},
                             [&](const Exchange& each) { print_step(each); });
  return last.ok() ? 0 : refuse(last.error(), 9);
}

// +nssearch: the SOA as each name server of the zone has it.
int Lookup::search_name_servers(const std::vector<Server>& servers) {
  const auto name = name_of(request_);
  if (!name.ok()) return refuse(name.error(), 1);
  Request request = request_;
  request.type = RRType::NS;
  const auto query = make_message(request);
  if (!query.ok()) return refuse(query.error(), 1);
  const auto reply = exchange(request, servers, *query);
  if (!reply.ok()) return refuse(reply.error(), 9);
  request.recurse = false;
  request.type = RRType::SOA;
  for (const Server& server : name_servers(request, servers, reply->reply)) {
    auto soa_query = make_message(request);
    if (!soa_query.ok()) return refuse(soa_query.error(), 1);
    const auto soa = exchange(request, {server}, *soa_query);
    if (!soa.ok()) {
      output_(soa.error().detail);
      continue;
    }
    output_(brief_trace_text(soa->reply, request_.display, from_text(*soa)));
  }
  return 0;
}

}  // namespace

int look_up(const Request& request, const std::string& greeting, const Output& output) {
  return Lookup(request, greeting, output).run();
}

}  // namespace vouch::dig
