using Expo.Core.Submissions;

namespace Expo.Core.Tests.Submissions;

public sealed class AssignmentPlanTests
{
    [Fact]
    public void Each_proposal_gets_its_reviewers_and_loads_differ_by_one_at_most()
    {
        var plan = AssignmentPlan.Add(Enumerable.Range(1, 19), [1, 2, 3, 4, 5], [], [], 3);

        Assert.All(plan.GroupBy(a => a.ProposalId), g => Assert.Equal(3, g.Select(a => a.ReviewerId).Distinct().Count()));
        Assert.Equal([11, 11, 11, 12, 12], Loads(plan, 5));
    }

    [Fact]
    public void Nobody_is_asked_for_what_they_have_an_interest_in_and_where_too_few_are_left_fewer_are_asked()
    {
        var plan = AssignmentPlan.Add([1, 2], [1, 2, 3], [new(1, 1), new(1, 2)], [], 2);

        Assert.Equal([new(1, 3)], plan.Where(a => a.ProposalId == 1));
        Assert.Equal([1, 2], plan.Where(a => a.ProposalId == 2).Select(a => a.ReviewerId));
    }

    [Fact]
    public void What_stands_stays_and_counts()
    {
        Asked[] standing = [new(1, 1), new(2, 1), new(3, 1)];

        var plan = AssignmentPlan.Add([1, 2, 3, 4], [1, 2, 3], [], standing, 2);

        Assert.DoesNotContain(plan, standing.Contains);
        Assert.All(plan.Concat(standing).GroupBy(a => a.ProposalId), g => Assert.Equal(2, g.Count()));
        Assert.Equal([2, 3, 3], Loads([.. plan, .. standing], 3));
    }

    [Fact]
    public void A_chain_of_interests_is_followed_to_its_end()
    {
        // Only the first two may take 1 to 4 and only the last two 5 and 6; the second links them.
        Asked[] never = [.. from p in new[] { 1, 2, 3, 4 } select new Asked(p, 3), .. from p in new[] { 5, 6 } select new Asked(p, 1)];

        Assert.Equal([2, 2, 2], Loads(AssignmentPlan.Add([1, 2, 3, 4, 5, 6], [1, 2, 3], never, [], 1), 3));
    }

    [Fact]
    public void In_a_thousand_random_cases_no_better_sharing_is_found_by_trying_all_and_the_same_input_gives_the_same_answer()
    {
        var random = new Random(7);
        for (var round = 0; round < 1000; round++)
        {
            var (talks, people, each) = (random.Next(1, 6), random.Next(1, 4), random.Next(1, 3));
            Asked[] never = [.. from p in Enumerable.Range(1, talks) from r in Enumerable.Range(1, people) where random.Next(3) == 0 select new Asked(p, r)];

            var plan = AssignmentPlan.Add(Enumerable.Range(1, talks), Enumerable.Range(1, people), never, [], each);

            Assert.Empty(plan.Intersect(never));
            Assert.All(Enumerable.Range(1, talks), p => Assert.Equal(Math.Min(each, people - never.Count(n => n.ProposalId == p)), plan.Count(a => a.ProposalId == p)));
            Assert.Equal(LeastSquares(talks, people, each, never), Loads(plan, people).Sum(load => load * load));
            Assert.Equal(plan, AssignmentPlan.Add(Enumerable.Range(1, talks).Reverse(), Enumerable.Range(1, people).Reverse(), never.Reverse(), [], each));
        }
    }

    private static int[] Loads(IReadOnlyCollection<Asked> plan, int people) => [.. Enumerable.Range(1, people).Select(r => plan.Count(a => a.ReviewerId == r)).Order()];

    // Loads are as even as can be when the sum of their squares is the least.
    private static int LeastSquares(int talks, int people, int each, Asked[] never)
    {
        int Try(int talk, int[] loads)
        {
            if (talk > talks)
            {
                return loads.Sum(l => l * l);
            }

            List<int> able = [.. Enumerable.Range(1, people).Where(r => !never.Contains(new(talk, r)))];
            var wanted = Math.Min(each, able.Count);
            return Enumerable.Range(0, 1 << able.Count).Where(set => int.PopCount(set) == wanted).Min(set =>
            {
                int[] next = [.. loads];
                for (var i = 0; i < able.Count; i++)
                {
                    next[able[i] - 1] += (set >> i) & 1;
                }

                return Try(talk + 1, next);
            });
        }

        return Try(1, new int[people]);
    }
}
