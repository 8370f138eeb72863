#include "dig/lookup.hpp"

#include <fmt/format.h>

#include <ctime>
#include <nlohmann/json.hpp>

#include "dig/engine/command_line.hpp"
#include "dig/engine/message_json.hpp"
#include "dig/engine/message_text.hpp"
#include "dig/engine/query_message.hpp"
#include "dig/engine/search_names.hpp"
#include "dig/engine/verdict_text.hpp"
#include "dig/proof.hpp"
#include "dig/transfer.hpp"
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

std::string time_text(std::uint64_t microseconds, const Display& display) {
  return display.microseconds ? fmt::format("{} usec", microseconds)
                              : fmt::format("{} msec", microseconds / 1000);
}

std::string statistics_text(const Server& server, net::Transport transport,
                            std::uint64_t microseconds, const Display& display) {
  return fmt::format(";; Query time: {}\n;; SERVER: {}({}) ({})\n;; WHEN: {}\n",
                     time_text(microseconds, display), server.address.text(), server.name,
                     transport_text(transport), clock_text());
}

Receipt receipt_of(const Server& server, net::Transport transport) {
  Receipt receipt;
  receipt.address = server.address.address_text();
  receipt.port = server.address.port();
  receipt.server = server.name;
  receipt.transport = transport_text(transport);
  receipt.seconds = net::now().seconds;
  return receipt;
}

std::string received_text(const Exchange& exchange) {
  return fmt::format(";; Received {} bytes from {}({}) in {} ms\n", exchange.octets.size(),
                     exchange.server.address.text(), exchange.server.name,
                     exchange.microseconds / 1000);
}

bool is_transfer(RRType type) { return type == RRType::AXFR || type == RRType::IXFR; }

// What a name is not legal for, in dig's words where it has some.
std::string name_fault(const std::string& detail) {
  constexpr std::pair<std::string_view, std::string_view> faults[] = {
      {"empty label", "empty label"},
      {"more than 63 octets", "label too long"},
      {"over 255 octets", "name too long"},
      {"malformed escape", "bad escape"},
  };
  for (const auto& [ours, dig] : faults) {
    if (detail.find(ours) != std::string::npos) return std::string(dig);
  }
  return detail;
}

class Lookup {
 public:
  Lookup(const Request& request, Greeting greeting, const Streams& streams)
      : request_(request),
        greeting_(std::move(greeting)),
        output_(streams.output),
        errors_(streams.errors) {}

  int run();

 private:
  int ask(const std::vector<Server>& servers);
  int ask_for(const Request& request, const std::vector<Server>& servers, bool is_last,
              bool& goes_on);
  int prove(const Request& request, const std::vector<Server>& servers,
            nlohmann::ordered_json json);
  int transfer_zone(const std::vector<Server>& servers);
  int end_transfer(const Transfer& done, Message& whole);
  int trace(const std::vector<Server>& servers);
  int search_name_servers(const std::vector<Server>& servers);
  void greet(const std::string& notes);
  void print(const Exchange& exchange, const Sent& sent);
  void print_step(const Exchange& exchange);
  void print_bad_packet(const Exchange& exchange);
  nlohmann::ordered_json json_of(const Exchange& exchange) const;
  Result<Message> make_message(const Request& request) const;
  int refuse(const Error& error, int code);
  int no_reply(const Error& error);

  const Request& request_;
  Greeting greeting_;  ///< until it was printed
  const Output& output_;
  const Output& errors_;
};

// What the command can't be carried out for.
int Lookup::refuse(const Error& error, int code) {
  if (error.code == ErrorCode::bad_name) {
    errors_("dig: '" + request_.name + "' is not a legal name (" + name_fault(error.detail) +
            ")\n");
    return 10;
  }
  errors_("dig: " + error.message() + "\n");
  return code;
}

int Lookup::no_reply(const Error& error) {
  if (error.code != ErrorCode::network_failure) return refuse(error, 9);
  if (request_.display.json) {
    output_(json_text(failure_json(request_, error.detail)));
    return 9;
  }
  // The last line says that it is over; those before say what was tried. Where nothing could even
  // be begun, dig does not greet.
  const bool has_begun = error.detail.find(" failed: ") == std::string::npos;
  const std::size_t last = has_begun ? error.detail.rfind(";;") : std::string::npos;
  if (has_begun) greet(error.detail.substr(0, last));
  output_(has_begun ? error.detail.substr(last) : error.detail);
  return 9;
}

Result<Message> Lookup::make_message(const Request& request) const {
  Octets cookie(8);
  net::fill_random(cookie);
  return query_message(request, net::random_u16(), cookie);
}

// Notes about what was tried stand above the greeting.
void Lookup::greet(const std::string& notes) {
  if (request_.display.json) return;
  output_(notes);
  output_(greeting_.line);
  greeting_ = {};
}

int Lookup::run() {
  const auto servers = find_servers(request_);
  if (!servers.ok()) return refuse(servers.error(), 1);
  if (!request_.source.empty() && !net::SocketAddress::parse(request_.source, 0).ok()) {
    errors_("dig: invalid address " + request_.source + "\n");
    return 1;
  }
  if (!greeting_.line.empty() && greeting_.with_options) {
    if (request_.server_for_all)
      greeting_.line +=
          fmt::format("; ({} server{} found)\n", servers->size(), servers->size() == 1 ? "" : "s");
    greeting_.line += ";; global options: +cmd\n";
  }
  if (is_transfer(request_.type)) return transfer_zone(*servers);
  if (request_.trace) return trace(*servers);
  if (request_.ns_search) return search_name_servers(*servers);
  return ask(*servers);
}

// With +search, the name as it is completed until one is found.
int Lookup::ask(const std::vector<Server>& servers) {
  const std::vector<std::string> names = request_.search && !request_.is_reverse
                                             ? search_names(request_, system_rules())
                                             : std::vector<std::string>{request_.name};
  int code = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    Request request = request_;
    request.name = names[i];
    bool goes_on = false;
    code = ask_for(request, servers, i + 1 == names.size(), goes_on);
    if (!goes_on) break;
  }
  return code;
}

int Lookup::ask_for(const Request& request, const std::vector<Server>& servers, bool is_last,
                    bool& goes_on) {
  const auto query = make_message(request);
  if (!query.ok()) return refuse(query.error(), 1);
  const Display& display = request.display;
  if (display.query && !display.brief && !display.json) {
    greet({});
    output_(";; Sending:\n" + message_text(*query, display));
    if (display.comments)
      output_(fmt::format(";; QUERY SIZE: {}\n\n", query_octets(request, *query).size()));
  }
  const auto reply = exchange(request, servers, *query);
  if (!reply.ok()) return no_reply(reply.error());
  goes_on = !is_last && reply->reply.rcode() == Rcode::NXDOMAIN;
  if (goes_on && !request.shows_search) return 0;
  const bool proves = (request.validate || request.chase) && !goes_on;
  if (display.json) {
    auto json = json_of(*reply);
    if (proves) return prove(request, servers, std::move(json));
    output_(json_text(json));
    return 0;
  }
  if (reply->is_cut && !display.best_effort) {
    print_bad_packet(*reply);
    return 0;
  }
  greet(reply->notes);
  const EdnsOption* cookie = query->edns ? query->edns->find(EdnsOptionCode::cookie) : nullptr;
  print(*reply,
        {cookie != nullptr ? OctetView(cookie->value) : OctetView(), query->edns.has_value()});
  return proves ? prove(request, servers, {}) : 0;
}

// What was printed came to the question as it was put; the proof is of what comes with CD and DO.
int Lookup::prove(const Request& request, const std::vector<Server>& servers,
                  nlohmann::ordered_json json) {
  const auto proof = dig::prove(request, servers);
  if (!proof.ok()) return refuse(proof.error(), 1);
  if (request.display.json) {
    json["validation"] = verdict_json(proof->verdict);
    output_(json_text(json));
  } else {
    if (request.chase) output_(chase_text(proof->verdict, proof->seen, request.display));
    if (request.validate) output_(verdict_text(proof->verdict));
  }
  constexpr int is_bogus = 11;
  return request.validate && proof->verdict.status() == Status::bogus ? is_bogus : 0;
}

nlohmann::ordered_json Lookup::json_of(const Exchange& exchange) const {
  Receipt receipt = receipt_of(exchange.server, exchange.transport);
  receipt.microseconds = exchange.microseconds;
  receipt.octets = exchange.octets.size();
  receipt.notes = exchange.notes;
  if (!exchange.fault.empty()) receipt.notes += "malformed message: " + exchange.fault + "\n";
  return message_json(exchange.reply, receipt);
}

void Lookup::print(const Exchange& exchange, const Sent& sent) {
  const Display& display = request_.display;
  const Message& reply = exchange.reply;
  if (display.brief)
    return output_(brief_text(reply, display, display.identify ? from_text(exchange) : ""));
  if (display.comments) output_(";; Got answer:\n");
  if (!exchange.fault.empty() && display.comments)
    output_(";; WARNING: malformed message: " + exchange.fault + "\n");
  output_(message_text(reply, display, sent));
  if (!display.statistics) return;
  output_(statistics_text(exchange.server, exchange.transport, exchange.microseconds, display) +
          fmt::format(";; MSG SIZE  rcvd: {}\n\n", exchange.octets.size()));
}

// +nobesteffort: a malformed reply is shown as octets only.
void Lookup::print_bad_packet(const Exchange& exchange) {
  output_(";; Got bad packet: " + exchange.fault + "\n" + octets_text(exchange.octets));
}

int Lookup::transfer_zone(const std::vector<Server>& servers) {
  const auto query = make_message(request_);
  if (!query.ok()) return refuse(query.error(), 1);
  const Display& display = request_.display;
  Message whole = *query;
  whole.answer.clear();
  TransferText text(display);
  const auto done = transfer(request_, servers, *query, [&](const Message& message) {
    if (display.json) {
      whole.header = message.header;
      whole.edns = message.edns;
      whole.answer.insert(whole.answer.end(), message.answer.begin(), message.answer.end());
      return;
    }
    greet({});
    output_(text.take(message));
  });
  if (!done.ok()) return no_reply(done.error());
  return end_transfer(*done, whole);
}

// dig's exit code for a transfer that a server refuses is that of any reply.
int Lookup::end_transfer(const Transfer& done, Message& whole) {
  const Display& display = request_.display;
  if (display.json) {
    Receipt receipt = receipt_of(done.server, net::Transport::tcp);
    receipt.microseconds = done.microseconds;
    receipt.octets = done.octets;
    receipt.notes = done.notes + done.broken + (done.failed ? "Transfer failed.\n" : "");
    auto json = message_json(whole, receipt);
    json["messages"] = done.messages;
    json["complete"] = !done.failed && done.broken.empty();
    output_(json_text(json));
    return done.broken.empty() ? 0 : 9;
  }
  greet(done.notes);
  if (!done.broken.empty()) {
    output_(done.broken + "; Transfer failed.\n");
    return 9;
  }
  if (done.failed) {
    output_(done.lacks_soa ? "; Transfer failed.  Didn't start with SOA answer.\n"
                           : "; Transfer failed.\n");
    return 0;
  }
  if (!display.statistics || display.brief) return 0;
  output_(statistics_text(done.server, net::Transport::tcp, done.microseconds, display) +
          fmt::format(";; XFR size: {} records (messages {}, bytes {})\n\n", done.records,
                      done.messages, done.octets));
  return 0;
}

void Lookup::print_step(const Exchange& exchange) {
  const Display& display = request_.display;
  if (display.json) return output_(json_text(json_of(exchange)));
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
  if (!root.ok()) return no_reply(root.error());
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
  if (!found.ok()) return no_reply(found.error());
  Walk walk(request_, *found);
  const auto last = walk.ask({*name, request_.type, request_.rrclass},
                             [&](const Exchange& each) { print_step(each); });
  return last.ok() ? 0 : no_reply(last.error());
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
  if (!reply.ok()) return no_reply(reply.error());
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

int look_up(const Request& request, const Greeting& greeting, const Streams& streams) {
  return Lookup(request, greeting, streams).run();
}

}  // namespace vouch::dig
