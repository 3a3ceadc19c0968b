using System.Collections.Frozen;

namespace Expo.Core.Submissions;

/// <summary>Words that a company's or a person's name may hold and that tell nothing when they stand alone.</summary>
internal static class CommonWords
{
    private static readonly FrozenSet<string> Legal = Set("inc incorporated ltd limited llc llp plc gmbh ag kg ug ab as asa oy oyj sa sas sarl spa srl bv nv pte pty co corp corporation company aps sl the invented demo");

    private static readonly FrozenSet<string> MailProviders = Set("gmail googlemail outlook hotmail live yahoo icloud proton protonmail gmx mail email zoho fastmail example");

    private static readonly FrozenSet<string> Common = Set("""
        advanced agency alliance america american analysis analytics and applied april asia associates association audit august bell bench black blue board book bridge bureau business canada center centre chain change
        chemistry clean clear cloud code college compliance computer consulting cooperative cotton council country customs data design detection development digital direct director earth east energy engine engineering
        europe evidence express factory fair faith farm fiber field file finance first food for forced forensic forest foundation france free from fund future gene general genetic german germany global grace grant green group
        hand head health help high holding holdings home hope house human imaging impact import index industrial industries industry information innovation insight insights inspection institute intelligence international
        iron isotope june justice key knowledge laboratories laboratory labor labour land law ledger library light line link live local logistics long machine management manufacturing map mapping mark market marketing
        material materials may media metal mill mills mine mining mobile monitoring national nature network networks new next nordic north number ocean office one online open operations organic organization origin page paper
        partner partners people phone planet platform point policy port power price process product production products program project proof proposals public quality research resource resources rights risk river road rock rose
        safe sample school science sciences scientific screening sea search security sense sensor service services ship shipping sight signal silver small smart social society software solar solution solutions
        source sourcing south spring stable standard star state steel stone store strategy studio summer supplier supply support sure sweden swedish system systems team tech technical technologies technology test testing textile textiles
        time tool tools top trace tracing track tracking trade traffic transparency transport tree trust union united universal university value vendor verification view village vision voice water way web west white wide
        will witness wood word work worker workers works world young your
        """);

    public static bool Has(string word) => Common.Contains(word) || Legal.Contains(word);

    public static bool IsLegalForm(string word) => Legal.Contains(word);

    public static bool IsMailProvider(string word) => MailProviders.Contains(word);

    private static FrozenSet<string> Set(string words) => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
