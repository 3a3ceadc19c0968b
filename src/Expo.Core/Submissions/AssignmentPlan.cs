namespace Expo.Core.Submissions;

/// <summary>Who is asked to review what.</summary>
public readonly record struct Asked(int ProposalId, int ReviewerId);

/// <summary>
/// Shares proposals among reviewers: each gets as many as were asked for, none from somebody with an interest, and the loads
/// differ by at most one where that can be had. The same input always gives the same answer.
/// </summary>
public static class AssignmentPlan
{
    /// <summary>What must be added to what stands. What stands counts and is never moved.</summary>
    /// <param name="proposals">Each once.</param>
    /// <param name="reviewers">Each once.</param>
    /// <param name="conflicts">Pairs that must not be.</param>
    /// <param name="standing">Assignments that stay, and reviews that were written without one.</param>
    /// <param name="each">Reviewers that a proposal gets; fewer when there are not enough.</param>
    public static IReadOnlyList<Asked> Add(IEnumerable<int> proposals, IEnumerable<int> reviewers, IEnumerable<Asked> conflicts, IEnumerable<Asked> standing, int each)
    {
        List<int> people = [.. reviewers.Distinct().Order()];
        List<int> talks = [.. proposals.Distinct().Order()];
        HashSet<Asked> never = [.. conflicts];
        HashSet<Asked> kept = [.. standing];
        var load = people.ToDictionary(r => r, r => kept.Count(a => a.ReviewerId == r));
        HashSet<Asked> added = [];
        bool Can(int talk, int person) => !never.Contains(new(talk, person)) && !kept.Contains(new(talk, person)) && !added.Contains(new(talk, person));

        // Those with the fewest who could take them first, so that they find somebody who is free.
        foreach (var talk in talks.OrderBy(t => people.Count(p => Can(t, p))).ThenBy(t => t))
        {
            for (var wanted = each - kept.Count(a => a.ProposalId == talk); wanted > 0; wanted--)
            {
                if (people.Where(p => Can(talk, p)).OrderBy(p => load[p]).ThenBy(p => p).Cast<int?>().FirstOrDefault() is not { } free)
                {
                    break;
                }

                added.Add(new(talk, free));
                load[free]++;
            }
        }

        while (Relieve(people, load, added, Can))
        {
        }

        return [.. added.OrderBy(a => a.ProposalId).ThenBy(a => a.ReviewerId)];
    }

    /// <summary>
    /// Hands proposals on along a chain of reviewers whose first has two more than its last. When there is no such chain the
    /// loads are as even as they can be (Harvey, Ladner, Lovász, Tamir 2006, semi-matchings).
    /// </summary>
    private static bool Relieve(List<int> people, Dictionary<int, int> load, HashSet<Asked> added, Func<int, int, bool> can)
    {
        foreach (var first in people.OrderByDescending(p => load[p]).ThenBy(p => p))
        {
            var cameBy = new Dictionary<int, (int From, int Talk)> { [first] = default };
            var waiting = new Queue<int>([first]);
            while (waiting.TryDequeue(out var from))
            {
                if (load[from] <= load[first] - 2)
                {
                    for (var at = from; at != first; at = cameBy[at].From)
                    {
                        added.Remove(new(cameBy[at].Talk, cameBy[at].From));
                        added.Add(new(cameBy[at].Talk, at));
                    }

                    load[first]--;
                    load[from]++;
                    return true;
                }

                foreach (var talk in added.Where(a => a.ReviewerId == from).Select(a => a.ProposalId).Order())
                {
                    foreach (var next in people.Where(p => !cameBy.ContainsKey(p) && can(talk, p)))
                    {
                        cameBy[next] = (from, talk);
                        waiting.Enqueue(next);
                    }
                }
            }
        }

        return false;
    }
}
