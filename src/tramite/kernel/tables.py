"""The contracts of the tables of a case: what each column is, and may be."""

from __future__ import annotations

from collections.abc import Iterable

from tramite.kernel.contracts import Column, Contract, Kind, Room

STATEMENT_LINES = (
    "bonuses", "returns", "commissions", "trade_marketing", "logistics", "cost_to_serve", "payment_fees",
    "credit", "fixed_avoidable", "committed", "overhead", "depreciation",
)  # fmt: skip
DRIVERS = ("direct", "net_sales", "units", "orders", "minutes", "receivables", "none")
ROLES = ("agent", "distributor", "reseller", "branch", "store_manager", "franchisee", "customer", "vendor")
MISSING = ("dk", "ref", "na")
FACETS = ("pillar", "cause", "channel", "other")
LEVELS = ("a", "b", "c")
LINK_GROUNDS = ("alone", "model", "person")
QUALITY_FLAGS = (
    "marked", "fast", "flat", "shares", "unknown", "not_for_role", "own_account", "duplicate", "steps", "title",
    "capacity", "redirected",
)  # fmt: skip
QUALITY_VERDICTS = ("keep", "exclude", "call_back", "correct")
CALL_BACK = "call_back"  # row of the decisions that no flag asked for: drawn to be rung again
_T, _I, _N, _M, _D, _MO, _F = (
    Kind.TEXT, Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.MONTH, Kind.FLAG,
)  # fmt: skip


def _id(name: str, about: str, about_it: str, refers_to: str | None = None, required: bool = False) -> Column:
    return Column(name, _T, about, about_it, required=required, refers_to=refers_to)


def _channel(required: bool = True) -> Column:
    return _id("channel_id", "channel", "canale", "case.channels", required)


def _units(required: bool = True) -> Column:
    return Column("units", _N, "pieces", "pezzi", required=required, unit="pieces")


def _money(name: str, about: str, about_it: str, required: bool = False) -> Column:
    return Column(name, _M, about, about_it, required=required, unit="currency of the case")


def _share(name: str, about: str, about_it: str) -> Column:
    return Column(name, _N, about, about_it, unit="share of 1", low=0, high=1)


_AREA = Column("area", _T, "sales area", "zona di vendita")
_SEGMENT = _id("segment_id", "segment", "segmento", "case.segments")
_PARTNER = _id("partner_id", "partner", "partner", "partners.partner_id", True)
_PRODUCT = _id("product_id", "product", "prodotto", "products.product_id", True)
_SALE_AMOUNTS = (
    _money("list_amount", "units at list price", "quantità a prezzo di listino"),
    _money("discount_amount", "discounts on the invoice", "sconti in fattura"),
    _money("net_amount", "invoiced, without tax and discounts", "fatturato, senza imposte e sconti", True),
    _money("cost_amount", "cost of the goods sold", "costo del venduto"),
    _money("freight_amount", "carriage out", "trasporto in uscita"),
)
_LINE_KEY = (
    _id("document_id", "invoice or order", "fattura o ordine", required=True),
    Column("document_line", _I, "line of the document", "riga del documento", required=True, low=1),
    Column("date", _D, "date of the document", "data del documento", required=True),
)

PARTNERS = Contract(
    "partners", "books", "who sells with us or thru us", "chi vende con noi o attraverso di noi", ("partner_id",),
    (
        _id("partner_id", "partner", "partner", required=True),
        Column("name", _T, "company name", "ragione sociale"),
        _channel(),
        Column("role", _T, "respondent type", "tipo di interlocutore", allowed=ROLES),
        _SEGMENT,
        _AREA,
        Column("country", _T, "country, ISO 3166 code", "paese, codice ISO 3166"),
        Column("vat_number", _T, "VAT number", "partita IVA"),
        Column("since", _D, "partner since", "partner dal"),
        Column("active", _F, "still enrolled", "ancora iscritto"),
        _money("category_sales", "yearly sales of the category, all suppliers",
               "vendite annue della categoria, tutti i fornitori"),
    ),
)  # fmt: skip
CUSTOMERS = Contract(
    "customers", "books", "end customers that the vendor knows", "clienti finali noti al fornitore", ("customer_id",),
    (
        _id("customer_id", "end customer", "cliente finale", required=True),
        Column("name", _T, "name", "nome"),
        Column("kind", _T, "business or consumer", "azienda o privato", allowed=("business", "consumer")),
        _SEGMENT,
        _AREA,
        Column("country", _T, "country, ISO 3166 code", "paese, codice ISO 3166"),
        Column("vat_number", _T, "VAT number", "partita IVA"),
        Column("email_domain", _T, "domain of the e-mail address", "dominio dell'indirizzo e-mail"),
        Column("address", _T, "address, with or without postcode and city", "indirizzo, con o senza CAP e città"),
        Column("postcode", _T, "postcode", "CAP"), Column("city", _T, "city", "città"),
        Column("since", _D, "first purchase", "primo acquisto"),
    ),
)  # fmt: skip
PRODUCTS = Contract(
    "products", "books", "what is sold", "ciò che si vende", ("product_id",),
    (
        _id("product_id", "product", "prodotto", required=True),
        Column("name", _T, "name", "nome"),
        _id("line_id", "product line", "linea di prodotto", "case.lines"),
        Column("flagship", _F, "flagship product", "prodotto di punta"),
        _money("list_price", "list price to the end customer", "prezzo di listino al cliente finale"),
        _money("dealer_price", "list price to the partner", "prezzo di listino al partner"),
        _money("standard_cost", "standard cost", "costo standard"),
    ),
)  # fmt: skip
SELL_IN = Contract(
    "sell_in", "books", "what the vendor invoices to partners", "ciò che il fornitore fattura ai partner",
    ("document_id", "document_line"),
    (
        *_LINE_KEY, _channel(), _PARTNER, _PRODUCT, _units(), *_SALE_AMOUNTS,
        _id("seller_id", "sales person or agent", "venditore o agente"), _AREA,
    ),
)  # fmt: skip
SELL_OUT = Contract(
    "sell_out", "books",
    "what end customers are invoiced: by the vendor in a direct channel, by a partner in an indirect one",
    "ciò che si fattura ai clienti finali: dal fornitore in un canale diretto, da un partner in uno indiretto",
    ("document_id", "document_line"),
    (
        *_LINE_KEY, _channel(), _id("partner_id", "partner; empty in a direct channel",
                                    "partner; vuoto in un canale diretto", "partners.partner_id"),
        _id("customer_id", "end customer", "cliente finale", "customers.customer_id"),
        _PRODUCT, _units(), *_SALE_AMOUNTS, _AREA,
    ),
)  # fmt: skip
STOCK = Contract(
    "stock", "books", "stock at the partner at the end of a month", "scorte presso il partner a fine mese",
    ("month", "partner_id", "product_id"),
    (
        Column("month", _MO, "month", "mese", required=True), _PARTNER, _PRODUCT,
        _units(), _money("cost_amount", "stock at cost", "scorte al costo"),
    ),
)  # fmt: skip
COSTS = Contract(
    "costs", "books", "costs beyond the invoice lines, by line of the income statement",
    "costi oltre le righe di fattura, per riga del conto economico", ("month", "channel_id", "line", "account"),
    (
        Column("month", _MO, "month", "mese", required=True),
        _channel(required=False),
        Column("line", _T, "line of the income statement", "riga del conto economico", required=True,
               allowed=STATEMENT_LINES),
        Column("account", _T, "account of the ledger", "conto di contabilità", required=True),
        _money("amount", "cost, positive", "costo, positivo", True),
        Column("driver", _T, "how it is split over channels when none is named",
               "come si ripartisce sui canali quando non ne è indicato uno", required=True, allowed=DRIVERS),
    ),
)  # fmt: skip
LEDGER = Contract(
    "ledger", "books", "totals of the general ledger, to reconcile with", "totali di contabilità, da riconciliare",
    ("month", "account"),
    (
        Column("month", _MO, "month", "mese", required=True),
        Column("account", _T, "account of the ledger", "conto di contabilità", required=True),
        Column("meets", _T, "line of the income statement that it should meet",
               "riga del conto economico a cui dovrebbe corrispondere",
               allowed=("gross_sales", "discounts", "net_sales", "cogs", *STATEMENT_LINES)),
        _money("amount", "amount, positive", "importo, positivo", True),
    ),
)  # fmt: skip
BUDGETS = Contract(
    "budgets", "books", "sales budgets", "budget di vendita", ("month", "channel_id", "seller_id", "partner_id"),
    (
        Column("month", _MO, "first month that the budget covers", "primo mese coperto dal budget", required=True),
        Column("months", _I, "months that the budget covers", "mesi coperti dal budget", required=True, low=1, high=12),
        _channel(), _id("seller_id", "sales person or agent", "venditore o agente"),
        _id("partner_id", "partner", "partner", "partners.partner_id"),
        _money("net_amount", "net sales aimed at", "vendite nette previste", True),
    ),
)  # fmt: skip
RECEIVABLES = Contract(
    "receivables", "books", "what partners owe at the end of a month", "crediti verso i partner a fine mese",
    ("month", "partner_id"),
    (
        Column("month", _MO, "month", "mese", required=True), _PARTNER,
        _money("amount", "owed", "credito", True), _money("overdue_amount", "of which overdue", "di cui scaduto"),
        _money("bad_debt", "written off in the month", "perdite del mese"),
    ),
)  # fmt: skip
TERMS = Contract(
    "terms", "books", "what was agreed: discounts, commissions, payment",
    "ciò che è pattuito: sconti, provvigioni, pagamenti", ("party", "party_id", "line_id", "since"),
    (
        Column("party", _T, "who has these terms", "chi ha queste condizioni", required=True,
               allowed=("channel", "partner", "seller")),
        _id("party_id", "channel, partner or seller", "canale, partner o venditore", required=True),
        _id("line_id", "product line; empty for all", "linea di prodotto; vuoto per tutte", "case.lines"),
        Column("since", _D, "valid from", "valide dal", required=True),
        _share("commission_rate", "commission on net sales", "provvigione sulle vendite nette"),
        _share("discount_rate", "discount on the list price to the end customer",
               "sconto sul listino al cliente finale"),
        _share("end_price_share", "what the end customer pays, as a share of list price",
               "quanto paga il cliente finale, come quota del listino"),
        Column("payment_days", _I, "days to pay", "giorni di pagamento", unit="days", low=0, high=720),
        Column("stock_weeks", _N, "weeks of stock to hold", "settimane di scorta da tenere", unit="weeks", low=0, high=104),
    ),
)  # fmt: skip
SHOPS = Contract(
    "shops", "books", "outlets", "punti vendita", ("shop_id",),
    (
        _id("shop_id", "shop", "punto vendita", required=True), _channel(),
        _id("partner_id", "partner", "partner", "partners.partner_id"), _AREA,
        Column("square_metres", _N, "sales floor", "superficie di vendita", unit="m²", low=0),
        _money("yearly_rent", "yearly rent", "canone annuo"),
        Column("lease_ends", _D, "end of the lease", "scadenza della locazione"),
        _money("exit_cost", "cost to leave today", "costo di uscita oggi"),
        _money("capital_employed", "capital employed", "capitale investito"),
    ),
)  # fmt: skip
TOUCHES = Contract(
    "touches", "books", "visits, support, claims, training: what serving a partner takes",
    "visite, assistenza, reclami, formazione: ciò che servire un partner richiede", ("touch_id",),
    (
        _id("touch_id", "touch", "contatto", required=True), Column("date", _D, "date", "data", required=True),
        _PARTNER, Column("kind", _T, "kind", "tipo", required=True,
                         allowed=("visit", "joint_visit", "support", "claim", "training", "order")),
        Column("minutes", _N, "time taken", "tempo impiegato", unit="minutes", low=0),
        _money("amount", "cost, if known", "costo, se noto"),
    ),
)  # fmt: skip
DEALS = Contract(
    "deals", "books", "registered opportunities", "opportunità registrate", ("deal_id",),
    (
        _id("deal_id", "deal", "trattativa", required=True), Column("date", _D, "date", "data", required=True),
        _channel(), _id("partner_id", "partner", "partner", "partners.partner_id"),
        _id("customer_id", "end customer", "cliente finale", "customers.customer_id"),
        Column("outcome", _T, "outcome", "esito", allowed=("open", "won", "lost")),
        _money("amount", "value", "valore"), Column("joint", _F, "with the vendor's people", "con persone del fornitore"),
    ),
)  # fmt: skip
LINKS = Contract(
    "links", "books", "which entries of the customers table are the same end customer (made by tramite link)",
    "quali voci della tabella clienti sono lo stesso cliente finale (prodotta da tramite link)", ("customer_id",),
    (
        _id("customer_id", "end customer, as in the customers table", "cliente finale, come nella tabella clienti",
            "customers.customer_id", True),
        _id("entity_id", "one id for all entries of the same customer", "un solo id per tutte le voci dello stesso cliente",
            required=True),
        Column("ground", _T, "what it is linked by: nothing else like it, the model, a person",
               "che cosa la collega: nessun'altra simile, il modello, una persona", required=True, allowed=LINK_GROUNDS),
        _share("probability", "probability of its surest link, where the model made it",
               "probabilità del suo legame più sicuro, se l'ha stabilito il modello"),
    ),
)  # fmt: skip
LINK_DECISIONS = Contract(
    "link_decisions", "books", "pairs of customers that a person judges: the same, or different",
    "coppie di clienti su cui decide una persona: lo stesso, o diversi", ("customer_a", "customer_b"),
    (
        _id("customer_a", "one of the two", "uno dei due", required=True),
        _id("customer_b", "the other", "l'altro", required=True),
        Column("decision", _T, "what was decided; empty: still to judge", "decisione; vuoto: da valutare",
               allowed=("same", "different", "unsure")),
        Column("who", _T, "who decided", "chi ha deciso"), Column("date", _D, "when", "quando"),
        Column("note", _T, "why", "perché"),
        _share("probability", "what the model says", "che cosa dice il modello"),
        *(Column(f"{name}_{side}", _T, f"{about}, {side.upper()}", f"{about_it}, {side.upper()}")
          for name, about, about_it in (("name", "name", "nome"), ("address", "address", "indirizzo"),
                                        ("vat_number", "VAT number", "partita IVA"),
                                        ("email_domain", "e-mail domain", "dominio e-mail"))
          for side in ("a", "b")),
    ),
)  # fmt: skip
FRAME = Contract(
    "frame", "voices", "everyone who could be interviewed, with weight", "chi si potrebbe intervistare, con il suo peso",
    ("unit_id",),
    (
        _id("unit_id", "partner, customer or person of the vendor", "partner, cliente o persona del fornitore",
            required=True),
        Column("role", _T, "respondent type", "tipo di interlocutore", required=True, allowed=ROLES), _channel(),
        Column("stratum", _T, "stratum of the draw; auto: tramite sample finds it",
               "strato del campione; auto: lo assegna tramite sample", required=True),
        _money("revenue", "net sales of the last 12 months", "vendite nette degli ultimi 12 mesi"),
        _money("potential", "attainable yearly sales", "vendite annue raggiungibili"),
        Column("status", _T, "active, lost in the last 24 months, or known without ever having bought",
               "attivo, perso negli ultimi 24 mesi, o noto senza aver mai comprato",
               required=True, allowed=("active", "lost", "non_buyer")),
        Column("name", _T, "company name", "ragione sociale"), _AREA,
        _money("contribution", "gross margin of a year: the last 12 months, or of a lost one the 12 before",
               "margine lordo di un anno: gli ultimi 12 mesi, o per chi è perso i 12 precedenti"),
        Column("origin", _T, "books: made and kept up to date by tramite sample; list: written by a person, stratum "
               "given by tramite sample; empty: written by a person, stratum stays as written",
               "books: riga fatta e aggiornata da tramite sample; list: scritta da una persona, strato assegnato da "
               "tramite sample; vuoto: scritta da una persona, lo strato resta com'è", allowed=("books", "list")),
    ),
)  # fmt: skip
SAMPLE = Contract(
    "sample", "voices", "who was drawn, and what came of it", "chi è stato estratto, e con quale esito", ("unit_id",),
    (
        _id("unit_id", "who", "chi", "frame.unit_id", True),
        Column("order", _I, "order of the draw", "ordine di estrazione", required=True, low=1),
        Column("outcome", _T, "what came of it", "esito", required=True,
               allowed=("done", "refused", "not_reached", "not_eligible", "replaced", "pending")),
        Column("reason", _T, "reason of refusal", "motivo del rifiuto"),
        Column("name", _T, "company name", "ragione sociale"),
        Column("role", _T, "respondent type", "tipo di interlocutore", allowed=ROLES), _channel(required=False),
        Column("stratum", _T, "stratum of the draw", "strato del campione"),
        Column("place", _I, "place in the random order of the stratum", "posto nell'ordine casuale dello strato", low=1),
        Column("informants", _I, "people to interview in the firm", "persone da intervistare nell'azienda", low=1),
        Column("mode", _T, "how to interview, by the cost rule; empty: a person decides",
               "come intervistare, secondo la regola dei costi; vuoto: decide una persona",
               allowed=("in_person", "video", "phone", "self")),
        Column("mode_reason", _T, "why this mode, or none", "perché questo modo, o nessuno",
               allowed=("within", "floor", "unknown", "stopped", "vendor")),
        Column("week", _I, "week of the field work, from 1", "settimana del lavoro sul campo, da 1", low=1),
        _id("replaces", "unit that it replaces", "unità che sostituisce", "frame.unit_id"),
    ),
)  # fmt: skip
SAMPLE_LOG = Contract(
    "sample_log", "voices", "what was done to the sample, by whom and why", "che cosa si è fatto al campione, chi e perché",
    ("entry",),
    (
        Column("entry", _I, "number of the entry", "numero della voce", required=True, low=1),
        Column("date", _D, "when", "quando", required=True), Column("who", _T, "who", "chi", required=True),
        Column("event", _T, "what: draw, replacement, or a change by hand", "che cosa: estrazione, sostituzione o modifica a mano",
               required=True, allowed=("draw", "replace", "change")),
        _id("unit_id", "unit concerned", "unità interessata"), _id("other_id", "unit that takes its place", "unità che la sostituisce"),
        Column("reason", _T, "why", "perché"), Column("seed", _I, "seed of the draw", "seme dell'estrazione", low=0),
        Column("fingerprint", _T, "fingerprint of the frame as drawn", "impronta della lista al momento dell'estrazione"),
    ),
)  # fmt: skip
INTERVIEWS = Contract(
    "interviews", "voices", "one row per interview", "una riga per intervista", ("interview_id",),
    (
        _id("interview_id", "interview", "intervista", required=True), _id("unit_id", "who", "chi", "frame.unit_id", True),
        Column("role", _T, "respondent type", "tipo di interlocutore", required=True, allowed=ROLES), _channel(),
        Column("mode", _T, "how", "come", required=True, allowed=("in_person", "video", "phone", "sheet", "self")),
        _id("interviewer", "interviewer", "intervistatore"), Column("date", _D, "date", "data", required=True),
        Column("seconds", _N, "duration", "durata", unit="seconds", low=0),
        Column("consent", _F, "consent given", "consenso dato", required=True),
        Column("status", _T, "state", "stato", required=True, allowed=("done", "has_issues", "approved", "refused")),
        Column("version", _T, "version of the instrument", "versione dello strumento", required=True),
        Column("level", _T, "what was promised: a named, as agreed; b the vendor sees groups only; c employees, groups "
               "only. Empty: c for employees and the vendor's people, b for the others",
               "che cosa si è promesso: a con il nome, come concordato; b il fornitore vede solo gruppi; c dipendenti, "
               "solo gruppi. Vuoto: c per i dipendenti e le persone del fornitore, b per gli altri",
               allowed=LEVELS),
        Column("quotable", _F, "consent to be quoted (empty: no)", "consenso a essere citato (vuoto: no)"),
    ),
)  # fmt: skip
RESPONSES = Contract(
    "responses", "voices", "one row per answer", "una riga per risposta", ("interview_id", "item_id", "key"),
    (
        _id("interview_id", "interview", "intervista", "interviews.interview_id", True),
        _id("item_id", "item of the bank", "domanda della banca", required=True),
        Column("key", _T, "row of a grid, card, part of a share", "riga di griglia, carta, parte di una quota"),
        Column("number", _N, "number", "numero"), Column("text", _T, "code or words", "codice o parole"),
        Column("missing", _T, "why there is no answer", "perché manca la risposta", allowed=MISSING),
    ),
)  # fmt: skip
QUALITY_DECISIONS = Contract(
    "quality_decisions", "voices",
    "flags of the interviews, and interviews drawn to be rung again, each decided by a person (made by tramite quality)",
    "segnalazioni sulle interviste, e interviste estratte per il richiamo, su cui decide una persona (prodotta da tramite quality)",
    ("interview_id", "flag"),
    (
        _id("interview_id", "interview", "intervista", "interviews.interview_id", True),
        Column("flag", _T, "what was noticed; call_back: drawn to be rung again",
               "che cosa si è notato; call_back: estratta per il richiamo", required=True,
               allowed=(*QUALITY_FLAGS, CALL_BACK)),
        Column("decision", _T, "keep, exclude, call_back (ask again, still open) or correct; empty: still to decide",
               "keep (tenere), exclude (escludere), call_back (richiamare, resta aperta) o correct (correggere); "
               "vuoto: da decidere", allowed=QUALITY_VERDICTS),
        Column("who", _T, "who decided", "chi ha deciso"), Column("date", _D, "when", "quando"),
        Column("reason", _T, "why; needed for every decision", "perché; serve per ogni decisione"),
        Column("severity", _T, "how serious the flag is; draw: no suspicion, drawn by lot",
               "gravità della segnalazione; draw: nessun sospetto, estratta a sorte", allowed=("high", "medium", "draw")),
        Column("evidence", _T, "what was found, in words", "che cosa si è trovato, in parole"),
        Column("threshold", _T, "from where on it is told", "da dove in poi si segnala"),
    ),
)  # fmt: skip
FACTS = Contract(
    "facts", "voices", "quiz statements with their truth and source", "affermazioni del quiz, con verità e fonte",
    ("fact_id",),
    (
        _id("fact_id", "fact", "affermazione", required=True), Column("text_en", _T, "English", "inglese", required=True),
        Column("text_it", _T, "Italian", "italiano", required=True), Column("true", _F, "is it true", "è vera", required=True),
        Column("source", _T, "official source", "fonte ufficiale", required=True),
    ),
)  # fmt: skip
CODEBOOK = Contract(
    "codebook", "voices", "codes for open answers", "codici per le risposte aperte", ("code",),
    (
        _id("code", "code", "codice", required=True),
        _id("parent", "code above it; empty: none", "codice superiore; vuoto: nessuno"),
        Column("facet", _T, "what it tells: promise to the partner, cause, channel spoken of",
               "che cosa dice: promessa al partner, causa, canale di cui si parla", allowed=FACETS),
        Column("label_en", _T, "English", "inglese", required=True),
        Column("label_it", _T, "Italian", "italiano", required=True),
        Column("about", _T, "when to use it", "quando usarlo"),
        Column("about_it", _T, "when to use it, in Italian", "quando usarlo, in italiano"),
        Column("colour", _T, "colour", "colore", unit="#RRGGBB"),
        Column("codable", _F, "given to answers (empty: yes); no: only holds others",
               "si dà alle risposte (vuoto: sì); no: ne contiene solo altri"),
    ),
)  # fmt: skip
CODINGS = Contract(
    "codings", "voices", "codes given by people to spans of open answers",
    "codici dati da persone a parti di risposte aperte",
    ("interview_id", "item_id", "start", "end", "code", "coder"),
    (
        _id("interview_id", "interview", "intervista", "interviews.interview_id", True),
        _id("item_id", "item", "domanda", required=True),
        Column("start", _I, "first character, from 0", "primo carattere, da 0", required=True, unit="code points", low=0),
        Column("end", _I, "after the last character", "dopo l'ultimo carattere", required=True, unit="code points", low=1),
        _id("code", "code", "codice", "codebook.code", True), _id("coder", "coder", "codificatore", required=True),
        Column("quote", _T, "words of the span: a changed answer shows", "parole citate: se la risposta cambia, si vede"),
        Column("proposed_by", _T, "program that proposed it, confirmed by the coder; empty: the coder's own",
               "programma che l'ha proposto, confermato dal codificatore; vuoto: del codificatore"),
    ),
)  # fmt: skip
PROPOSALS = Contract(
    "proposals", "voices", "codes that a program proposes and a person judges (made by tramite codings --propose)",
    "codici proposti da un programma e valutati da una persona (prodotta da tramite codings --propose)",
    ("interview_id", "item_id", "start", "end", "code"),
    (
        _id("interview_id", "interview", "intervista", "interviews.interview_id", True),
        _id("item_id", "item", "domanda", required=True),
        Column("start", _I, "first character, from 0", "primo carattere, da 0", required=True, unit="code points", low=0),
        Column("end", _I, "after the last character", "dopo l'ultimo carattere", required=True, unit="code points", low=1),
        Column("text", _T, "words of the span", "parole citate"), _id("code", "code", "codice", "codebook.code", True),
        Column("decision", _T, "what was decided; empty: still to judge", "decisione; vuoto: da valutare",
               allowed=("yes", "no")),
        _share("score", "likeness to the example", "somiglianza con l'esempio"),
        Column("because", _T, "example that a person coded so", "esempio codificato così da una persona"),
    ),
)  # fmt: skip

CONTRACTS: dict[str, Contract] = {
    contract.name: contract
    for contract in (
        PARTNERS, CUSTOMERS, PRODUCTS, SELL_IN, SELL_OUT, STOCK, COSTS, LEDGER, BUDGETS, RECEIVABLES, TERMS, SHOPS,
        TOUCHES, DEALS, LINKS, LINK_DECISIONS, FRAME, SAMPLE, SAMPLE_LOG, INTERVIEWS, RESPONSES, QUALITY_DECISIONS, FACTS, CODEBOOK, CODINGS, PROPOSALS,
    )
}  # fmt: skip


def contracts_of(room: Room) -> Iterable[Contract]:
    """Return the contracts of the books or of the voices."""
    return (contract for contract in CONTRACTS.values() if contract.room == room)
