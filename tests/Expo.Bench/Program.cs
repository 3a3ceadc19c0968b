using Expo.Bench;

switch (args.FirstOrDefault())
{
    case "origin":
        await OriginRun.RunAsync(Console.Out);
        return 0;
    default:
        Console.Error.WriteLine("Which run? origin");
        return 2;
}
