using Expo.Core.Agenda;

namespace Expo.Core.Data.Demo;

/// <summary>A line of the demo's programme: minutes are counted from the day's opening at nine.</summary>
internal sealed record DemoSlot(int FromMinute, int Minutes, SessionKind Kind, string Slug, string Title, string Summary = "", string[]? Topics = null, DemoPerson[]? People = null);

/// <summary>Every person and company here is invented.</summary>
internal sealed record DemoPerson(string Slug, string Name, string Company, string Country, string Biography);

/// <summary>What the demo shows: a keynote, two panels and 19 presentations from four countries, on two days.</summary>
internal static class DemoProgramme
{
    private const string Us = "United States";
    private const string Canada = "Canada";
    private const string Germany = "Germany";
    private const string Sweden = "Sweden";

    private static readonly DemoPerson Whitlock = new("dana-whitlock", "Dana Whitlock", "Clearwater Supply Graph", Us, "Dana builds maps of who ships to whom from public bills of lading. Before that she spent nine years as a freight forwarder.");
    private static readonly DemoPerson Feldkamp = new("jonas-feldkamp", "Jonas Feldkamp", "Rheinfaden GmbH", Germany, "Jonas runs traceability for a spinning mill network and keeps a yarn archive that goes back to 2009.");
    private static readonly DemoPerson Solvang = new("ingrid-solvang", "Ingrid Solvang", "Nordlys Traceability AB", Sweden, "Ingrid leads a laboratory that measures stable isotopes in plant fibre.");
    private static readonly DemoPerson Marchbanks = new("etienne-marchbanks", "Étienne Marchbanks", "Maple Provenance Inc.", Canada, "Étienne designs shared records that competitors are willing to write to.");
    private static readonly DemoPerson Osei = new("amara-osei-finch", "Amara Osei-Finch", "Kestrel Ledger LLC", Us, "Amara has prepared entry packets for importers of all sizes and now automates the dull half of that work.");
    private static readonly DemoPerson Tachikawa = new("mio-tachikawa", "Mio Tachikawa", "Lindholm Genomik AB", Sweden, "Mio sequences what is left of a plant after ginning, dyeing and finishing.");
    private static readonly DemoPerson Arevalo = new("luz-arevalo-kent", "Luz Arevalo-Kent", "Tidemark Worker Voice", Canada, "Luz runs phone surveys in eleven languages and has learned what not to ask.");
    private static readonly DemoPerson Lammi = new("veikko-lammi", "Veikko Lammi", "Atlas Ferro Metallhandel GmbH", Germany, "Veikko has bought aluminum for twenty years and trusts a mass balance only after reading it twice.");
    private static readonly DemoPerson Castellane = new("noor-castellane", "Noor Castellane", "Sable Ridge Analytics", Us, "Noor reads satellite pictures of worksites and publishes her error rates.");
    private static readonly DemoPerson Barrientos = new("ines-barrientos-cole", "Inés Barrientos-Cole", "Quillback Seafood Trace Inc.", Canada, "Inés puts catch records on boats that have no bandwidth and little patience.");
    private static readonly DemoPerson Hedlund = new("signe-hedlund", "Signe Hedlund", "Bergslag Mineraldata AB", Sweden, "Signe follows cobalt and graphite from the pit to the cell.");
    private static readonly DemoPerson Prewitt = new("caleb-prewitt", "Caleb Prewitt", "Open Manifest Cooperative", Us, "Caleb keeps a free index of customs data that small importers can search.");
    private static readonly DemoPerson Brandauer = new("katharina-brandauer", "Katharina Brandauer", "Tomatenpfad UG", Germany, "Katharina once canned tomatoes for a living; she now traces where the paste came from.");
    private static readonly DemoPerson Ravenhill = new("simone-ravenhill", "Simone Ravenhill", "Threshold Screening Ltd", Canada, "Simone writes name-matching software and a newsletter about its mistakes.");
    private static readonly DemoPerson Adeyemi = new("tunde-adeyemi-ross", "Tunde Adeyemi-Ross", "Fairstead Payroll Insight", Us, "Tunde audits payrolls for fees that workers should never have paid.");
    private static readonly DemoPerson Koenig = new("matthias-koenig-vogt", "Matthias König-Vogt", "Latexkette GmbH", Germany, "Matthias works with rubber processors on keeping lots apart.");
    private static readonly DemoPerson Sandell = new("elin-sandell", "Elin Sandell", "Revisionsverket Norr AB", Sweden, "Elin trains auditors to write reports that an officer can act on.");
    private static readonly DemoPerson Okafor = new("ruth-okafor-lindley", "Ruth Okafor-Lindley", "Keyless Match Labs", Us, "Ruth joins registers that share no identifier, and says how sure she is.");
    private static readonly DemoPerson Desrosiers = new("paul-desrosiers", "Paul Desrosiers", "Boréal Composants Inc.", Canada, "Paul sells electronic parts and publishes the bill of materials of each.");
    private static readonly DemoPerson Halloran = new("margaret-halloran-ito", "Margaret Halloran-Ito", "Wexcombe Institute for Labor Research", Us, "Margaret has studied coercion in supply chains for two decades.");
    private static readonly DemoPerson Brandvik = new("tomas-brandvik", "Tomas Brandvik", "Demo Office of Trade", Us, "Tomas moderates, keeps the time, and reads every question.");

    public static readonly IReadOnlyList<DemoSlot> DayOne =
    [
        new(0, 15, SessionKind.Break, "opening-remarks", "Opening remarks"),
        new(15, 30, SessionKind.Keynote, "keynote-what-a-label-cannot-say", "Keynote: what a label cannot say", "Twenty years of interviews in four industries, and what they say about the distance between a certificate and a working day.", ["Worker voice"], [Halloran]),
        new(45, 25, SessionKind.Talk, "one-spool-of-yarn", "Following one spool of yarn through eleven mills", "A spool was bought in a shop and followed backwards. The talk shows each record that was found, the two that were missing, and what the search cost.", ["Textiles", "Traceability"], [Feldkamp]),
        new(75, 25, SessionKind.Talk, "isotope-testing-of-cotton", "Isotope testing of cotton: what a laboratory can and cannot prove", "Water and soil leave a signature in lint. The talk shows how far apart two fields must be before a test can tell them apart, and how a result should be worded.", ["Laboratory testing", "Cotton"], [Solvang]),
        new(105, 20, SessionKind.Break, "day-one-morning-break", "Break, 20 minutes"),
        new(125, 25, SessionKind.Talk, "one-record-for-polysilicon", "One shared record for polysilicon, from quartz to module", "Seven makers agreed on one record for each lot. What they put in, what they refused to share, and how an importer reads it.", ["Solar", "Traceability"], [Marchbanks]),
        new(155, 25, SessionKind.Talk, "documents-that-arrive-with-the-goods", "Documents that arrive with the goods: signed packets for importers", "A packet of signed documents that travels with a shipment and can be checked without calling anyone.", ["Importer records"], [Osei]),
        new(185, 55, SessionKind.Break, "day-one-lunch", "Lunch, 55 minutes"),
        new(240, 25, SessionKind.Talk, "dna-markers-for-cotton-and-timber", "DNA markers for cotton and timber: what one shipment costs", "Prices, waiting times and failure rates of three kinds of test, from 1,200 shipments.", ["Laboratory testing", "Timber"], [Tachikawa]),
        new(270, 25, SessionKind.Talk, "asking-workers-safely", "Asking workers safely: phone surveys without retaliation", "How to ask so that an answer cannot be traced to a person, and which answers still mean something then.", ["Worker voice"], [Arevalo]),
        new(300, 25, SessionKind.Talk, "aluminum-and-the-smelter-question", "Aluminum and the smelter question: mass balance that holds up", "Where a mass balance hides a source, and three lines in a report that bring it back.", ["Metals"], [Lammi]),
        new(330, 20, SessionKind.Break, "day-one-afternoon-break", "Break, 20 minutes"),
        new(350, 25, SessionKind.Talk, "satellite-pictures-read-with-care", "Satellite pictures of worksites, read with care", "What a roof, a fence and a bus tell, and the ten cases in which they told us something wrong.", ["Remote sensing"], [Castellane]),
        new(380, 25, SessionKind.Talk, "from-vessel-to-plate", "From vessel to plate: catch records at sea", "A record that a deckhand can make in a minute, offline, and that survives four transhipments.", ["Seafood", "Importer records"], [Barrientos]),
        new(410, 25, SessionKind.Talk, "mapping-suppliers-four-tiers-down", "Mapping suppliers four tiers down from shipping records", "Public shipping records show more than most buyers know of themselves. Where the map is dense, where it is blank, and how to tell the two apart.", ["Supply chain mapping"], [Whitlock]),
        new(440, 45, SessionKind.Panel, "panel-what-an-officer-needs-to-see", "Panel: what an officer needs to see", "Four presenters and a moderator take one invented shipment apart, document by document.", ["Importer records"], [Brandvik, Osei, Marchbanks, Whitlock]),
    ];

    public static readonly IReadOnlyList<DemoSlot> DayTwo =
    [
        new(0, 25, SessionKind.Talk, "critical-minerals", "Critical minerals: who mined the cobalt", "Following cobalt through three refiners that each mix their sources.", ["Metals", "Traceability"], [Hedlund]),
        new(30, 25, SessionKind.Talk, "open-data-for-small-importers", "Open data for small importers", "What can be found without paying, by one person, in an afternoon.", ["Supply chain mapping"], [Prewitt]),
        new(60, 25, SessionKind.Talk, "tomatoes-and-the-canning-gap", "Tomatoes, and the canning gap", "Paste is traded in barrels and forgets where it grew. A method to keep its memory.", ["Agriculture"], [Brandauer]),
        new(90, 20, SessionKind.Break, "day-two-morning-break", "Break, 20 minutes"),
        new(110, 25, SessionKind.Talk, "screening-names-without-false-alarms", "Screening names without false alarms", "Matching names across scripts, with figures for what was missed and what was wrongly flagged.", ["Screening"], [Ravenhill]),
        new(140, 25, SessionKind.Talk, "recruitment-fees-found-in-payroll", "Recruitment fees, found in payroll", "Deductions that repeat are a pattern. How to find them in payrolls that nobody wanted to show.", ["Worker voice"], [Adeyemi]),
        new(170, 70, SessionKind.Break, "day-two-lunch", "Lunch, 70 minutes"),
        new(240, 25, SessionKind.Talk, "rubber-and-the-processing-plant", "Rubber: mixing at the processing plant", "A day at a plant that keeps forty lots apart, and what it costs a kilogram.", ["Agriculture", "Traceability"], [Koenig]),
        new(270, 25, SessionKind.Talk, "audits-a-customs-officer-can-use", "Audits a customs officer can use", "An audit report rewritten, page by page, for the person who has to decide.", ["Importer records"], [Sandell]),
        new(300, 25, SessionKind.Talk, "joining-two-registers-without-keys", "Joining two registers without keys", "Company registers share no identifier. A way to join them that says how sure it is of each pair.", ["Screening"], [Okafor]),
        new(330, 25, SessionKind.Talk, "a-bill-of-materials-in-public", "A bill of materials, in public", "What happened when a maker of electronic parts published where each part came from.", ["Electronics"], [Desrosiers]),
        new(360, 20, SessionKind.Break, "day-two-afternoon-break", "Break, 20 minutes"),
        new(380, 45, SessionKind.Panel, "panel-what-we-got-wrong", "Panel: what we got wrong", "Four presenters on a claim they no longer make.", ["Laboratory testing"], [Brandvik, Solvang, Tachikawa, Castellane]),
        new(425, 25, SessionKind.Break, "closing", "Open floor and closing"),
    ];
}
